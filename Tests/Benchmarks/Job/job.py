"""The standard job: its columns, rules and due times, shared by the generator and the peers."""
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

COLUMNS = [
    "employee_id", "product", "service", "first_name", "last_name", "email", "username", "site", "license",
    "extension", "phone_number", "change_field", "change_from", "change_to", "effective_date", "region",
    "cost_center",
]
KEY = ["employee_id", "product", "service"]
PRODUCTS = ["Work", "Call Center"]
# service -> MACD kind, and the columns that must be filled in
SERVICES = {
    "New User Set-Up": ("addition", ["first_name", "last_name", "email", "username", "site"]),
    "Change Request": ("change", ["username", "extension", "change_field", "change_from", "change_to"]),
    "Deactivate": ("deletion", ["username", "email"]),
}
PATTERNS = {
    "email": r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}",
    "extension": r"[0-9]{3,7}",
    "phone_number": r"\+[1-9][0-9]{7,14}",
    "license": r"X[1-8]",
    "effective_date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
}
LONGEST_NAME = 64
RECEIVED = datetime(2026, 11, 25, 22, 15, tzinfo=timezone.utc)
# region -> time zone, and holidays near the due time
REGIONS = {
    "US": ("America/Los_Angeles", [date(2026, 11, 26), date(2026, 11, 27)]),
    "Europe": ("Europe/London", []),
    "APAC": ("Asia/Singapore", []),
}


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def due(region):
    """24 hours of a clock that stands still on weekends and holidays of the region."""
    zone, holidays = ZoneInfo(REGIONS[region][0]), REGIONS[region][1]
    moment, left = RECEIVED, timedelta(hours=24)
    while left:
        here = moment.astimezone(zone)
        next_day = datetime(here.year, here.month, here.day, tzinfo=zone) + timedelta(days=1)
        rest_of_day = next_day.astimezone(timezone.utc) - moment
        if here.weekday() < 5 and here.date() not in holidays:
            if rest_of_day >= left:
                return moment + left
            left -= rest_of_day
        moment = next_day.astimezone(timezone.utc)
    return moment


DUE = {region: stamp(due(region)) for region in REGIONS}
