/// What a template finds on the page: each value under the name of its property.
extension ReportView: PageValues {
    var named: KeyValuePairs<String, Any?> {
        [
            "title": title, "statement": statement, "meaning": meaning, "explanation": explanation,
            "status": PageObject(status), "fileName": fileName, "facts": facts.map(PageObject.init),
            "nextSteps": nextSteps, "totals": totals.map(PageObject.init), "chart": chart.map(PageObject.init),
            "skippedRows": skippedRows, "requested": requested.map(PageObject.init),
            "reasons": reasons.map(PageObject.init), "due": due.map(PageObject.init),
            "rejected": rejected.map(PageObject.init), "warned": warned.map(PageObject.init),
            "others": others.map(PageObject.init), "help": help.map(PageObject.init),
            "written": written.map(PageObject.init), "columns": columns.map(PageObject.init),
            "reading": reading.map(PageObject.init), "technical": PageObject(technical), "program": program,
        ]
    }
}

extension ReportView.Status: PageValues {
    var named: KeyValuePairs<String, Any?> { ["label": label, "tone": tone] }
}

extension ReportView.Fact: PageValues {
    var named: KeyValuePairs<String, Any?> { ["label": label, "value": value] }
}

extension ReportView.Total: PageValues {
    var named: KeyValuePairs<String, Any?> { ["label": label, "number": number, "note": note, "kind": kind] }
}

extension ReportView.Requested: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["services": services.map(PageObject.init), "regions": regions.map(PageObject.init)]
    }
}

extension ReportView.Requested.Service: PageValues {
    var named: KeyValuePairs<String, Any?> { ["product": product, "service": service, "macd": macd, "number": number] }
}

extension ReportView.Reasons: PageValues {
    var named: KeyValuePairs<String, Any?> { ["groups": groups.map(PageObject.init)] }
}

extension ReportView.Reasons.Group: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["heading": heading, "caption": caption, "grade": grade, "entries": entries.map(PageObject.init)]
    }
}

extension ReportView.Reasons.Entry: PageValues {
    var named: KeyValuePairs<String, Any?> {
        [
            "heading": heading, "code": code, "number": number, "width": width, "fieldNames": fieldNames,
            "firstRow": firstRow, "example": example,
        ]
    }
}

extension ReportView.Due: PageValues {
    var named: KeyValuePairs<String, Any?> { ["heading": heading, "groups": groups.map(PageObject.init)] }
}

extension ReportView.Due.Group: PageValues {
    var named: KeyValuePairs<String, Any?> {
        [
            "region": region, "serviceLevel": serviceLevel, "caseCount": caseCount, "dueLocal": dueLocal,
            "dueExact": dueExact, "receivedLocal": receivedLocal, "promise": promise, "zone": zone,
            "working": working.map(PageObject.init),
        ]
    }
}

extension ReportView.Due.Working: PageValues {
    var named: KeyValuePairs<String, Any?> { ["caption": caption, "steps": steps.map(PageObject.init)] }
}

extension ReportView.Due.Step: PageValues {
    var named: KeyValuePairs<String, Any?> { ["date": date, "counted": counted, "note": note] }
}

extension ReportView.RowList: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["caption": caption, "leftOut": leftOut, "entries": entries.map(PageObject.init)]
    }
}

extension ReportView.RowList.Entry: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["line": line, "record": record, "subject": subject, "findings": findings.map(PageObject.init)]
    }
}

extension ReportView.RowList.Finding: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["place": place, "isWarning": isWarning, "sentence": sentence, "suggestion": suggestion, "code": code]
    }
}

extension ReportView.Help: PageValues {
    var named: KeyValuePairs<String, Any?> { ["regions": regions.map(PageObject.init)] }
}

extension ReportView.Help.Region: PageValues {
    var named: KeyValuePairs<String, Any?> { ["region": region, "phones": phones.map(PageObject.init)] }
}

extension ReportView.Help.Phone: PageValues {
    var named: KeyValuePairs<String, Any?> { ["label": label, "number": number, "dial": dial] }
}

extension ReportView.Written: PageValues {
    var named: KeyValuePairs<String, Any?> { ["entries": entries.map(PageObject.init)] }
}

extension ReportView.Written.File: PageValues {
    var named: KeyValuePairs<String, Any?> { ["name": name, "purpose": purpose, "rowCount": rowCount, "size": size] }
}

extension ReportView.Columns: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["caption": caption, "unused": unused, "entries": entries.map(PageObject.init)]
    }
}

extension ReportView.Columns.Column: PageValues {
    var named: KeyValuePairs<String, Any?> {
        ["position": position, "header": header, "field": field, "services": services]
    }
}

extension ReportView.Reading: PageValues {
    var named: KeyValuePairs<String, Any?> { ["settings": settings.map(PageObject.init), "notes": notes] }
}

extension ReportView.Reading.Setting: PageValues {
    var named: KeyValuePairs<String, Any?> { ["name": name, "value": value, "known": known] }
}

extension ReportView.Technical: PageValues {
    var named: KeyValuePairs<String, Any?> {
        [
            "entries": entries.map(PageObject.init), "definitions": definitions.map(PageObject.init),
            "calendars": calendars.map(PageObject.init),
        ]
    }
}

extension ReportView.Technical.Definition: PageValues {
    var named: KeyValuePairs<String, Any?> { ["id": id, "origin": origin, "sha256": sha256, "number": number] }
}

extension OutcomeChart: PageValues {
    var named: KeyValuePairs<String, Any?> { ["description": description, "segments": segments.map(PageObject.init)] }
}

extension OutcomeChart.Segment: PageValues {
    var named: KeyValuePairs<String, Any?> {
        [
            "kind": kind, "label": label, "number": number, "share": share, "start": start, "middle": middle,
            "width": width, "isWide": isWide,
        ]
    }
}
