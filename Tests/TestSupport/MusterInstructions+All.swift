public import CBytes

extension MusterInstructions {
    /// Those that a loop can be told to make do with.
    public static let all: [MusterInstructions] = [.basic, .avx2, .avx512]
}
