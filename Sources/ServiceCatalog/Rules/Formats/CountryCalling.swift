/// How a country's phone numbers are called: from abroad by its calling code, within it by its trunk prefix.
package struct CountryCalling: Sendable, Hashable {
    /// What a national number begins with that falls away in its international form.
    enum Trunk: Sendable, Hashable {
        /// Nothing, and no number begins with 0.
        case none
        /// Nothing: a 0 at the start belongs to the number, as in Italy.
        case keptZero
        /// 0, always written: a number without it has lost it, or comes from elsewhere.
        case zero
        /// 0, which people often leave out.
        case optionalZero
        /// 1, before the ten digits of North America.
        case one
        /// 8, before the ten digits of Russia and Kazakhstan.
        case eight
        /// 06, as in Hungary.
        case zeroSix
    }

    /// 1 to 999.
    let code: Int
    let trunk: Trunk
    /// The most digits of a national number, trunk prefix not counted.
    let longest: Int

    /// The country of an ISO 3166 alpha-2 code such as `US`, or the one that a calling code such as `+1` stands for.
    ///
    /// `nil` for what is neither. Where countries share a code, their numbers are written in one way.
    package init?(_ country: String) {
        let wanted = country.uppercased().filter { $0 != " " }
        let digits = wanted.hasPrefix("+") ? String(wanted.dropFirst()) : wanted
        let isCode = !digits.isEmpty && digits.utf8.allSatisfy(ASCII.isDigit)
        guard isCode || wanted.utf8.count == 2 else { return nil }
        for group in Self.groups {
            for entry in group.countries.split(separator: " ") {
                guard let code = Int(entry.dropFirst(2)) else { continue }
                if isCode ? digits == entry.dropFirst(2) : wanted == entry.prefix(2) {
                    self.code = code
                    trunk = group.trunk
                    longest = group.longest
                    return
                }
            }
        }
        return nil
    }

    /// Countries by trunk prefix and longest national number; source: ITU-T E.164 assignments and national plans.
    private static let groups: [(trunk: Trunk, longest: Int, countries: String)] = [
        (
            .one, 10,
            """
            US1 CA1 AG1 AI1 AS1 BB1 BM1 BS1 DM1 DO1 GD1 GU1 JM1 KN1 KY1 LC1 MP1 MS1 PR1 SX1 TC1 TT1 UM1 VC1 VG1 VI1
            """
        ),
        (
            .zero, 10,
            """
            GB44 GG44 IM44 JE44 IE353 FR33 BE32 NL31 CH41 SE46 SK421 SI386 HR385 BA387 RS381 ME382 MK389 XK383 AL355 \
            BG359 RO40 UA380 MD373 GE995 AM374 AZ994 KG996 AU61 CC61 CX61 NZ64 PN64 JP81 KR82 TW886 TH66 MY60 PH63 \
            VN84 KH855 LA856 MM95 BD880 PK92 LK94 NP977 AF93 IR98 IQ964 SY963 LB961 JO962 IL972 PS970 YE967 SA966 \
            AE971 MN976 KP850 EG20 LY218 MA212 EH212 DZ213 SD249 SS211 ER291 ET251 SO252 KE254 UG256 TZ255 RW250 \
            CD243 GH233 NG234 SL232 LR231 ZA27 ZW263 ZM260 MW265 NA264 MG261 CU53 PY595 UY598 BO591 EC593 VE58 RE262 \
            YT262 TF262 GP590 BL590 MF590 GF594 MQ596
            """
        ),
        (.zero, 11, "DE49 AT43"),
        (.zero, 12, "FI358 AX358 ID62"),
        (.optionalZero, 8, "LT370"),
        (.optionalZero, 9, "PE51"),
        (.optionalZero, 10, "IN91 TR90"),
        (.optionalZero, 11, "BR55 CN86 AR54"),
        (.eight, 10, "RU7 KZ7"),
        (.eight, 8, "TM993"),
        (.zeroSix, 9, "HU36"),
        (.keptZero, 12, "IT39 VA39 SM378"),
        (.keptZero, 10, "CI225 BJ229 CG242 GA241"),
        (.none, 7, "FO298 GL299 KM269 SC248 CV238 ST239 GM220 BN673 FJ679 SB677 VU678 NC687 TO676 TV688 NR674 MH692"),
        (.none, 7, "FM691 PW680 CK682 NU683 TK690 WF681 NF672 AQ672 HM672 SH290 AC247 FK500 GS500 AW297 GY592 BZ501"),
        (.none, 7, "SR597 IO246"),
        (
            .none, 8,
            """
            SG65 HK852 MO853 DK45 NO47 SJ47 BV47 EE372 LV371 CY357 MT356 CR506 PA507 GT502 SV503 HN504 NI505 OM968 \
            QA974 KW965 BH973 GI350 BW267 LS266 SZ268 MU230 DJ253 BI257 MR222 ML223 NE227 BF226 TG228 TD235 CF236 \
            TN216 BT975 TL670 PG675 PF689 KI686 CW599 BQ599 HT509
            """
        ),
        (
            .none, 9,
            "ES34 PT351 PL48 CZ420 CL56 UZ998 TJ992 MZ258 AO244 CM237 SN221 MC377 AD376 IS354 LI423 GN224 GW245 GQ240"
        ),
        (.none, 9, "BY375 PM508"),
        (.none, 10, "GR30 CO57 MX52 MV960 WS685"),
        (.none, 11, "LU352"),
    ]

    /// How many digits the calling code at the start of an international number has; 0 when no country has such a code.
    ///
    /// Takes the number's first three digits.
    static func codeLength(_ first: Int, _ second: Int, _ third: Int) -> Int {
        switch first * 10 + second {
        case 10...19, 70...79: return 1
        case 20, 27, 30...34, 36, 39...41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98: return 2
        default: break
        }
        switch first * 100 + second * 10 + third {
        case 211...213, 216, 218, 220...258, 260...269, 290, 291, 297...299, 350...359, 370...383, 385...387, 389,
            420, 421, 423, 500...509, 590...599, 670, 672...683, 685...692, 800, 808, 850, 852, 853, 855, 856, 870,
            878, 880...883, 886, 888, 960...968, 970...977, 979, 992...996, 998:
            return 3
        default: return 0
        }
    }
}
