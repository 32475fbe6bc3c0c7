"""Size, autocorrelation and correlation of day-ahead forecast errors of wind and PV in the data of GEFCom2014.

    python benchmarks/forecast_errors.py --wind FOLDER --solar FOLDER

Needs scikit-learn. FOLDER of wind has Task15_W_Zone1.csv to Task15_W_Zone10.csv; FOLDER of solar has predictors1.csv and train1.csv, as
the competition published them (Hong, Pinson, Fan, Zareipour, Troccoli, Hyndman: Int. J. Forecasting 32, 2016, 896-913). Both hold weather
forecasts of ECMWF, 1 to 24 hours ahead, and what wind farms and PV plants generated. Output is forecast from the weather forecasts by
gradient boosting. Errors are those of times that the fit did not see: wind of 2013, PV of the days from the 21st on of each month.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

SUMS = ("VAR169", "VAR175", "VAR178", "VAR228")
"""Weather variables of the solar track that accumulate over the day."""
TIME = "%Y%m%d %H:%M"


def fitted(features: pd.DataFrame, output: pd.Series, seen: pd.Series, leaf: int) -> pd.Series:
    """Return the errors, output less forecast, of the times that are not seen."""
    known = output.notna()
    model = HistGradientBoostingRegressor(max_iter=200, learning_rate=0.05, max_leaf_nodes=20, min_samples_leaf=leaf)
    model.fit(features[seen & known], output[seen & known])
    test = ~seen & known
    return output[test] - model.predict(features[test])


def wind_errors(folder: Path) -> pd.DataFrame:
    """Return the errors of each farm, share of capacity, shape (hours, farms)."""
    errors = {}
    for farm in range(1, 11):
        table = pd.read_csv(folder / f"Task15_W_Zone{farm}.csv")
        table.index = pd.to_datetime(table["TIMESTAMP"].astype(str).str.strip(), format=TIME)
        high = np.hypot(table["U100"], table["V100"])
        features = pd.DataFrame({"low": np.hypot(table["U10"], table["V10"]), "high": high})
        features["direction"] = np.arctan2(table["V100"], table["U100"])
        for step in (-2, -1, 1, 2):
            features[f"high_{step}"] = high.shift(step)
        features["hour"], features["month"] = table.index.hour, table.index.month
        seen = pd.Series(table.index < "2013-01-01", table.index)
        errors[farm] = fitted(features, table["TARGETVAR"], seen, 60)
    return pd.DataFrame(errors).dropna()


def solar_errors(folder: Path) -> pd.DataFrame:
    """Return the errors of each plant in hours with sun, share of capacity, shape (hours, plants)."""
    weather, output = (pd.read_csv(folder / name) for name in ("predictors1.csv", "train1.csv"))
    errors, sun = {}, None
    for plant, table in weather.groupby("ZONEID"):
        table.index = pd.to_datetime(table["TIMESTAMP"], format=TIME)
        given = output[output["ZONEID"] == plant]
        power = pd.Series(given["POWER"].to_numpy(), pd.to_datetime(given["TIMESTAMP"], format=TIME)).reindex(
            table.index
        )
        features = table.drop(columns=["ZONEID", "TIMESTAMP"])
        day = (table.index - pd.Timedelta(hours=1)).date
        for name in SUMS:
            features[f"{name}_hour"] = features[name].groupby(day).diff().fillna(features[name])
        features["hour"], features["day"] = table.index.hour, table.index.day_of_year
        errors[plant] = fitted(features, power, pd.Series(table.index.day <= 20, table.index), 40)
        sun = power > 0 if sun is None else sun | (power > 0)
    whole = pd.DataFrame(errors).dropna()
    return whole[sun.reindex(whole.index)]


def report(name: str, errors: pd.DataFrame) -> None:
    """Print size, autocorrelation and correlation."""
    size = (errors**2).mean().pow(0.5)
    together = errors.mean(axis=1)
    print(f"{name}: {len(errors)} hours, {len(size)} sites")
    print(f"  RMSE of a site: mean {size.mean():.3f}, {size.min():.3f} to {size.max():.3f}")
    print(f"  RMSE of the mean of all: {(together**2).mean() ** 0.5:.3f}")
    for label, series in (("a site", [errors[site] for site in errors]), ("the mean of all", [together])):
        hourly = [one.asfreq("h") for one in series]
        lags = {lag: np.mean([one.corr(one.shift(lag)) for one in hourly]) for lag in (1, 3, 6, 12, 24)}
        print(f"  autocorrelation of {label}: " + ", ".join(f"{lag} h {value:.2f}" for lag, value in lags.items()))
    between = errors.corr().to_numpy()[np.triu_indices(len(size), 1)]
    print(f"  correlation between sites: mean {between.mean():.2f}, {between.min():.2f} to {between.max():.2f}")
    ahead = (errors.index.hour - 1) % 24 + 1
    near, far = ((errors[mask] ** 2).to_numpy().mean() ** 0.5 for mask in (ahead <= 12, ahead > 12))
    print(f"  RMSE of hours 1 to 12 ahead {near:.3f}, 13 to 24 {far:.3f}")


def main() -> None:
    """Print the statistics of the tracks that are given."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--wind", type=Path)
    parser.add_argument("--solar", type=Path)
    options = parser.parse_args()
    if options.wind is not None:
        report("wind", wind_errors(options.wind))
    if options.solar is not None:
        report("PV in hours with sun", solar_errors(options.solar))


if __name__ == "__main__":
    main()
