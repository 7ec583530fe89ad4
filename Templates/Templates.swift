/// What is built in and a customer may replace: service definitions, calendars, import forms and report pages.
///
/// The files lie beside this one and are embedded in the binary, so the program runs from anywhere by itself. SwiftPM
/// makes a constant of each file but no list of them; `TemplatesTests` holds these lists against the folders.
package enum Templates {
    package typealias File = (name: String, bytes: [UInt8])

    /// `Services/`: a definition for each service, in the order in which they are listed to people.
    package static func services() -> [File] {
        [
            ("work-new-user.yaml", PackageResources.work_new_user_yaml),
            ("work-change.yaml", PackageResources.work_change_yaml),
            ("work-offboard.yaml", PackageResources.work_offboard_yaml),
            ("work-delete.yaml", PackageResources.work_delete_yaml),
            ("call-center-new-user.yaml", PackageResources.call_center_new_user_yaml),
            ("call-center-change.yaml", PackageResources.call_center_change_yaml),
            ("call-center-offboard.yaml", PackageResources.call_center_offboard_yaml),
        ]
    }

    /// `Calendars/`: the regions with their holidays, and the table of service levels.
    package static func calendars() -> [File] {
        [
            ("us-calendar.yaml", PackageResources.us_calendar_yaml),
            ("europe-calendar.yaml", PackageResources.europe_calendar_yaml),
            ("apac-calendar.yaml", PackageResources.apac_calendar_yaml),
            ("service-levels.yaml", PackageResources.service_levels_yaml),
        ]
    }

    /// `Profiles/`: how the export of each HR system is read, in the order in which they are listed to people.
    package static func profiles() -> [File] {
        [
            ("workday-raas-xml.yaml", PackageResources.workday_raas_xml_yaml),
            ("workday-raas-simplexml.yaml", PackageResources.workday_raas_simplexml_yaml),
            ("workday-raas-csv.yaml", PackageResources.workday_raas_csv_yaml),
            ("successfactors-users-csv.yaml", PackageResources.successfactors_users_csv_yaml),
            ("successfactors-compound-xml.yaml", PackageResources.successfactors_compound_xml_yaml),
            ("bamboohr-csv.yaml", PackageResources.bamboohr_csv_yaml),
            ("bamboohr-xml.yaml", PackageResources.bamboohr_xml_yaml),
            ("adp-workforce-now-csv.yaml", PackageResources.adp_workforce_now_csv_yaml),
            ("ukg-pro-csv.yaml", PackageResources.ukg_pro_csv_yaml),
            ("personio-de-csv.yaml", PackageResources.personio_de_csv_yaml),
            ("personio-en-csv.yaml", PackageResources.personio_en_csv_yaml),
            ("oracle-hcm-xml.yaml", PackageResources.oracle_hcm_xml_yaml),
            ("hr-xml.yaml", PackageResources.hr_xml_yaml),
            ("vendor-bulk-upload-csv.yaml", PackageResources.vendor_bulk_upload_csv_yaml),
        ]
    }

    /// `Imports/muster-import.xsd`: the schema of Muster's own import format, as text.
    package static var importSchema: String {
        String(decoding: PackageResources.muster_import_xsd, as: UTF8.self)
    }

    /// `Reports/`: by file name; `nil` where there is no such page.
    package static func report(named name: String) -> [UInt8]? {
        switch name {
        case "report.mustache": PackageResources.report_mustache
        case "report.schema.json": PackageResources.report_schema_json
        default: nil
        }
    }

    /// `Configuration/muster.yaml`: an example with every setting explained.
    package static func configuration() -> [UInt8] { PackageResources.muster_yaml }
}
