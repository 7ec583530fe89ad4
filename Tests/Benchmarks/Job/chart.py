"""A bar chart as SVG, with nothing but the standard library."""
from xml.sax.saxutils import escape

WIDTH, BAR, GAP, LEFT, TOP = 720, 26, 14, 150, 64


def svg(bars, rows, where):
    """Rows a second of each (name, rows a second, peak MiB); the first is the one the chart is about."""
    height = TOP + len(bars) * (BAR + GAP) + 30
    most = max(speed for _, speed, _ in bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f"<title>Rows a second on the standard job of {rows:,} rows</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="26" font-size="16" font-weight="bold">Rows a second, the whole job of {rows:,} rows</text>',
        f'<text x="16" y="46" fill="#555555">{escape(where)}</text>',
    ]
    for index, (name, speed, peak) in enumerate(bars):
        y = TOP + index * (BAR + GAP)
        length = max(2, round((WIDTH - LEFT - 210) * speed / most))
        colour = "#1f6feb" if name.startswith("Muster") else "#9aa4af"
        parts += [
            f'<text x="{LEFT - 10}" y="{y + 18}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length}" height="{BAR}" fill="{colour}"/>',
            f'<text x="{LEFT + length + 8}" y="{y + 18}">{speed:,.0f} rows/s, {peak:,.0f} MiB at most</text>',
        ]
    return "\n".join(parts) + "\n</svg>\n"
