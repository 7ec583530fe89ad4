#!/usr/bin/env python3
"""Writes the input of the standard job: generate.py ROWS FILE.csv

The same number of rows gives the same file. Each row starts out sound; about one in fifty is then broken in one or two
places, and one in two hundred repeats the key of an earlier row. Beside the file stands FILE.csv.rejected: the numbers
of the rows that must be rejected, one a line. All people are invented."""
import random
import sys

from job import COLUMNS, LONGEST_NAME, PRODUCTS, REGIONS, SERVICES

SEED = 20261125
GIVEN = ("Aisha Bram Carla Dmitri Elena Farid Greta Hugo Ines Jonas Keiko Lars Mona Nadia Omar Petra Quinn Rosa Sven "
         "Tara Umar Vera Wanda Xenia Yusuf Zora").split()
FAMILY = ("Abbott Brandt Castro Dubois Engel Ferrari Grant Hansen Ito Jansen Keller Lindgren Moreau Novak Okafor "
          "Petrov Quist Rossi Silva Tanaka Urban Vogel Weber Xu Yilmaz Zeman O'Hara Berg-Olsen").split()
GIVEN_BEYOND = ["Zoë", "Jörg", "Siân", "Łucja", "Noël", "Ольга", "陽子", "Şule"]
FAMILY_BEYOND = ["Müller", "Nuñez", "Søby", "Đurić", "Ångström", "Кузнецов", "高橋", "Čapek"]
HOSTS = ["example.com", "example.org", "mail.example.net", "eu.corp.example.com", "a-b.example.co"]
SITES = ["London", "Austin", "Zürich", "Singapore", "Leeds", "Building 9", "Remote", "Gdańsk", "HQ-2", "Osaka"]
QUOTED_SITES = ['"Tower 2, floor 3"', '"The ""Mill"""', '"Gate 1\nHall B"', '"Lima, Av. Sol 12, 4B"']
QUOTED_CENTRES = ['"CC-7, split"', '"the ""blue"" one"', '"CC-8\nand CC-9"']
CHANGES = ["site", "last_name", "extension", "license", "department", "phone_number"]
VALUES = ["4100", "4207", "Sales", "Support", "London", "Austin", "X1", "X2", "North", "Tier 3", "Müller"]
WRONG = {
    "product": ["work", "Callcenter", "", "Phones", "Worx"],
    "service": ["New User", "change request", "", "Remove", "Deactivated"],
    "region": ["EMEA", "us", "", "Europa", "U.S."],
    "email": ["nobody", "a@b", "@example.com", "x@@example.com", "x@example..com", "x@example.c", "jörg@example.com"],
    "extension": ["12", "12345678", "12a4", "+123", "1-23", "12.5"],
    "phone_number": ["+0123456789", "5551234567", "+1 408 555 0100", "+1234567", "+1234567890123456"],
    "license": ["X0", "X9", "x1", "X10", "Y3"],
    "effective_date": ["2026-02-30", "2027-02-29", "2026-13-01", "05/01/2026", "20260105", "soon", "2026-1-5"],
}


def main(count, path):
    dice = random.Random(SEED)
    roll, choice = dice.random, dice.choice
    place = {name: index for index, name in enumerate(COLUMNS)}
    services, regions = list(SERVICES), list(REGIONS)
    keys, rejected = [], []
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join(COLUMNS) + "\n")
        for number in range(1, count + 1):
            repeats = bool(keys) and roll() < 0.005
            if repeats:
                employee, product, service = choice(keys)
            else:
                employee = f"P{number * 7_368_787 % 99_999_989:08d}"
                product = PRODUCTS[roll() < 0.3]
                share = roll()
                service = services[0] if share < 0.6 else services[1] if share < 0.85 else services[2]
            row = make_row(employee, product, service, regions, roll, choice)
            broken = roll() < 0.02
            if broken:
                for _ in range(1 if roll() < 0.85 else 2):
                    spoil(row, place, service, repeats, roll, choice)
            elif not repeats and roll() < 0.2:
                keys.append((employee, product, service))
                if len(keys) > 4096:
                    keys[int(roll() * 4096)] = keys.pop()
            if broken or repeats:
                rejected.append(number)
            out.write(",".join(row) + "\n")
    with open(path + ".rejected", "w", encoding="ascii") as out:
        out.writelines(f"{number}\n" for number in rejected)


def make_row(employee, product, service, regions, roll, choice):
    given = choice(GIVEN) if roll() < 0.9 else choice(GIVEN_BEYOND)
    family = choice(FAMILY) if roll() < 0.9 else choice(FAMILY_BEYOND)
    if roll() < 0.002:
        family = "é" * LONGEST_NAME
    number = int(roll() * 100_000)
    login = f"u{number}{int(roll() * 90)}"
    site = choice(SITES) if roll() < 0.96 else choice(QUOTED_SITES)
    centre = f"CC-{int(roll() * 900)}" if roll() < 0.95 else choice(QUOTED_CENTRES)
    day = f"{2026 + int(roll() * 3)}-{1 + int(roll() * 12):02d}-{1 + int(roll() * 28):02d}"
    share = roll()
    region = regions[0] if share < 0.5 else regions[1] if share < 0.8 else regions[2]
    email = f"{login}{choice('._+-')}x@{choice(HOSTS)}"
    licence = f"X{1 + int(roll() * 8)}" if roll() < 0.6 else ""
    extension = str(int(1000 + roll() * 9000))
    phone = f"+{1 + int(roll() * 9)}{int(10**9 + roll() * 9 * 10**9)}" if roll() < 0.5 else ""
    dated = day if roll() < 0.9 else ""
    if service == "New User Set-Up":
        extension = extension if roll() < 0.5 else ""
        return [employee, product, service, given, family, email, login, site, licence, extension, phone, "", "", "",
                dated, region, centre]
    if service == "Change Request":
        return [employee, product, service, given, family, email if roll() < 0.6 else "", login, site, licence,
                extension, phone, choice(CHANGES), choice(VALUES), choice(VALUES), dated, region, centre]
    return [employee, product, service, given, family, email, login, "", "", "", "", "", "", "", day, region, ""]


def spoil(row, place, service, keeps_key, roll, choice):
    """Breaks one rule; a row that repeats a key must keep it."""
    kind = int(roll() * 12)
    if kind < 4:
        row[place[choice(SERVICES[service][1])]] = ""
    elif kind == 4:
        row[place[choice(["first_name", "last_name"])]] = "ñ" * (LONGEST_NAME + 1 + int(roll() * 40))
    else:
        names = [name for name in WRONG if not (keeps_key and name in ("product", "service"))]
        name = choice(names)
        row[place[name]] = choice(WRONG[name])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(int(sys.argv[1]), sys.argv[2])
