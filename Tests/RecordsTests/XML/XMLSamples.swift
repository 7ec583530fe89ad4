/// Small files in the shapes of HR systems, with people who do not exist.
enum XMLSamples {
    static let workday = """
        <?xml version="1.0" encoding="UTF-8"?>
        <wd:Report_Data xmlns:wd="urn:com.workday.report/INT_Phones">
          <wd:Report_Entry>
            <wd:Worker wd:Descriptor="Renée O’Hara">
              <wd:ID wd:type="WID">7f3a</wd:ID>
              <wd:ID wd:type="Employee_ID">B-007</wd:ID>
            </wd:Worker>
            <wd:First_Name>Renée</wd:First_Name>
            <wd:Hire_Date>2026-04-01-07:00</wd:Hire_Date>
            <wd:Contact_group><wd:Email>renee@example.com</wd:Email></wd:Contact_group>
          </wd:Report_Entry>
          <wd:Report_Entry>
            <wd:Worker wd:Descriptor="Bo Li"><wd:ID wd:type="WID">9c1e</wd:ID></wd:Worker>
            <wd:First_Name>Bo</wd:First_Name>
            <wd:Location wd:Descriptor="Leeds"/>
          </wd:Report_Entry>
        </wd:Report_Data>
        """
    static let workdaySimple = """
        <Report_Data><Report_Entry><Employee_ID>0012</Employee_ID><Contact_group><Email>a@example.com</Email>\
        </Contact_group></Report_Entry><Report_Entry><Employee_ID>0013</Employee_ID></Report_Entry></Report_Data>
        """
    static let compoundEmployee = """
        <queryCompoundEmployeeResponse>
          <CompoundEmployee><id>1</id><person><person_id_external>900</person_id_external>
            <employment_information><job_information><start_date>2025-01-01</start_date></job_information>
              <job_information><start_date>2026-05-01</start_date><location>OSL</location></job_information>
            </employment_information></person></CompoundEmployee>
          <CompoundEmployee><id>2</id><person><person_id_external>901</person_id_external></person></CompoundEmployee>
        </queryCompoundEmployeeResponse>
        """
    static let soap = """
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
        <queryResponse xmlns="urn:sfobject.sfapi.successfactors.com"><result>
          <sfobject><id>1</id><person><name>Ada</name></person></sfobject>
          <sfobject><id>2</id><person><name>Eve</name></person></sfobject>
          <numResults>2</numResults><hasMore>false</hasMore><querySessionId>x</querySessionId>
        </result></queryResponse></s:Body></s:Envelope>
        """
    static let bamboo = """
        <directory>
         <fieldset><field id="firstName">First name</field><field id="lastName">Last name</field></fieldset>
         <employees>
          <employee id="31"><field id="firstName">Ada</field><field id="lastName">Byron</field></employee>
          <employee id="32"><field id="firstName">Eve</field><field id="workPhone"/></employee>
         </employees>
        </directory>
        """
    static let oracle = """
        <DATA_DS><P_DATE>2026-01-01</P_DATE><G_1><PERSON_NUMBER>00042</PERSON_NUMBER><FIRST_x0020_NAME>Ida</FIRST_x0020_NAME>\
        </G_1><G_1><PERSON_NUMBER>00043</PERSON_NUMBER></G_1></DATA_DS>
        """
    static let oracleRows = """
        <DATA_DS><ROWSET><ROW><PERSON_NUMBER>1</PERSON_NUMBER><LAST_NAME>Roe</LAST_NAME></ROW>\
        <ROW><PERSON_NUMBER>2</PERSON_NUMBER></ROW></ROWSET></DATA_DS>
        """
    static let hrXML = """
        <ProcessIndicative xmlns="http://www.hr-xml.org/3" xmlns:oa="http://www.openapplications.org/oagis/9">
          <oa:ApplicationArea><oa:CreationDateTime>2026-01-01T00:00:00Z</oa:CreationDateTime></oa:ApplicationArea>
          <DataArea><oa:Process/>
            <Indicative><PersonName><oa:GivenName>Ada</oa:GivenName><FamilyName>Byron</FamilyName></PersonName></Indicative>
            <Indicative><PersonName><oa:GivenName>Eve</oa:GivenName></PersonName></Indicative>
          </DataArea>
        </ProcessIndicative>
        """
    static let attributeRows = #"<data><row id="1" name="Ada"/><row id="2" name="Eve &amp; Co"/></data>"#

    static let all = [
        workday, workdaySimple, compoundEmployee, soap, bamboo, oracle, oracleRows, hrXML, attributeRows,
    ]
}
