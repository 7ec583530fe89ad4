// stepper ADDRESS SKIPPED OUTPUT COMMAND…: runs a command to the function at ADDRESS (as in the file of the program), lets it
// go on for SKIPPED calls more, and then takes the thread that is in it one instruction at a time until it is there again.
// OUTPUT gets a line for each instruction: its address and how often it was taken. Linux on x86-64.
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const size_t imageSize = (size_t)1 << 28;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/// Where the program's file begins in the memory of a process that has just been started.
static uint64_t base(pid_t process, const char *program) {
    char maps[64], line[4096], path[4096];
    if (!realpath(program, path)) fail(program);
    snprintf(maps, sizeof maps, "/proc/%d/maps", process);
    FILE *file = fopen(maps, "r");
    if (!file) fail(maps);
    while (fgets(line, sizeof line, file)) {
        if (!strstr(line, path)) continue;
        fclose(file);
        return strtoull(line, NULL, 16);
    }
    fprintf(stderr, "%s is not to be found in its own memory\n", path);
    exit(1);
}

/// Lets all threads run until one is stopped by the breakpoint.
static pid_t next(pid_t process) {
    for (;;) {
        int status;
        const pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0) fail("waitpid");
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            if (thread != process) continue;
            fprintf(stderr, "the command ended before the function had been called that often\n");
            exit(1);
        }
        const int signal = WSTOPSIG(status);
        if (signal == SIGTRAP && status >> 16 == 0) return thread;
        ptrace(PTRACE_CONT, thread, NULL, signal == SIGTRAP || signal == SIGSTOP ? 0 : (void *)(intptr_t)signal);
    }
}

static void step(pid_t thread) {
    int status;
    if (ptrace(PTRACE_SINGLESTEP, thread, NULL, NULL) < 0) fail("single step");
    if (waitpid(thread, &status, __WALL) < 0 || !WIFSTOPPED(status)) fail("single step");
}

int main(int count, char **arguments) {
    if (count < 5) {
        fprintf(stderr, "stepper ADDRESS SKIPPED OUTPUT COMMAND…\n");
        return 64;
    }
    char **command = arguments + 4;
    const pid_t process = fork();
    if (process == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        execv(command[0], command);
        _exit(127);
    }
    int status;
    waitpid(process, &status, 0);
    ptrace(PTRACE_SETOPTIONS, process, NULL, (void *)(PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL));
    const uint64_t start = base(process, command[0]);
    const uint64_t function = start + strtoull(arguments[1], NULL, 16);
    const long word = ptrace(PTRACE_PEEKTEXT, process, function, NULL);
    const long withBreakpoint = (word & ~0xFFL) | 0xCC;
    pid_t thread = process;
    for (long left = atol(arguments[2]); left >= 0; left--) {
        ptrace(PTRACE_POKETEXT, thread, function, withBreakpoint);
        ptrace(PTRACE_CONT, thread, NULL, NULL);
        thread = next(process);
        struct user_regs_struct registers;
        ptrace(PTRACE_GETREGS, thread, NULL, &registers);
        registers.rip = function;
        ptrace(PTRACE_SETREGS, thread, NULL, &registers);
        ptrace(PTRACE_POKETEXT, thread, function, word);
        if (left > 0) step(thread);
    }

    uint32_t *taken = calloc(imageSize, sizeof *taken);
    if (!taken) fail("memory");
    uint64_t elsewhere = 0, address = function;
    do {
        if (address - start < imageSize) taken[address - start]++; else elsewhere++;
        step(thread);
        address = (uint64_t)ptrace(PTRACE_PEEKUSER, thread, offsetof(struct user_regs_struct, rip), NULL);
    } while (address != function);

    FILE *output = fopen(arguments[3], "w");
    if (!output) fail(arguments[3]);
    fprintf(output, "elsewhere %lu\n", (unsigned long)elsewhere);
    for (size_t offset = 0; offset < imageSize; offset++)
        if (taken[offset]) fprintf(output, "%zx %u\n", offset, taken[offset]);
    return fclose(output);
}
