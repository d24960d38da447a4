"""Where stocks, memories and budgets settle, and how fast."""

from __future__ import annotations

from wargame import exact
from wargame.adjudication.totals import Numbers


def half_life(rate: Numbers) -> Numbers:
    """Return the years in which a yearly loss leaves half.

    years = ln(1/2) / ln(1 - rate)

    Parameters
    ----------
    rate : (...), share lost per year, in (0, 1)

    Returns
    -------
    (...), years

    Examples
    --------
    >>> print(half_life(0.08).round(4))
    8.313
    """
    return exact.log(0.5) / exact.log1p(-rate)


def memory_half_life(memory: Numbers) -> Numbers:
    """Return the years in which half is forgotten: tau * ln 2.

    Parameters
    ----------
    memory : (...), years tau

    Returns
    -------
    (...), years

    Examples
    --------
    >>> print(memory_half_life(3.5).round(4))
    2.426
    """
    return memory * exact.log(2.0)


def stationary_stock(investment: Numbers, rate: Numbers) -> Numbers:
    """Return the stock at which investment just makes good the loss: I / d.

    Parameters
    ----------
    investment : (...), per year
    rate : (...), share lost per year, in (0, 1]

    Returns
    -------
    (...), unit of the investment

    Examples
    --------
    >>> stationary_stock(50.0, 0.08)
    625.0
    """
    return investment / rate


def stock_after(investment: Numbers, rate: Numbers, years: Numbers) -> Numbers:
    """Return the stock that steady investment has built up from nothing.

    K = (I / d) * (1 - (1 - d) ** years)

    Parameters
    ----------
    investment : (...), per year
    rate : (...), share lost per year, in (0, 1]
    years : (...), years

    Returns
    -------
    (...), unit of the investment

    Examples
    --------
    >>> print(stock_after(50.0, 0.08, 10.0).round(4))
    353.5072
    """
    return stationary_stock(investment, rate) * exact.convert_rate(rate, years)


def balanced_growth_ratio(growth: Numbers, rate: Numbers) -> Numbers:
    """Return the stock per investment once investment grows steadily.

    K / I = (1 + g) / (g + d)

    Parameters
    ----------
    growth : (...), share per year
    rate : (...), share lost per year

    Returns
    -------
    (...), years

    Examples
    --------
    >>> round(balanced_growth_ratio(0.03, 0.08), 4)
    9.3636
    """
    return (1.0 + growth) / (growth + rate)


def stationary_salience(events: Numbers, memory: Numbers) -> Numbers:
    """Return the salience at which a steady yearly rate of events keeps it.

    s* = u / (1 - exp(-1 / tau))

    Parameters
    ----------
    events : (...), weight of events per year
    memory : (...), years tau

    Returns
    -------
    (...), unit of the weight

    Examples
    --------
    >>> print(stationary_salience(2.0, 3.5).round(4))
    8.0476
    """
    return events / -exact.expm1(-1.0 / memory)


def required_growth(multiple: Numbers, years: Numbers) -> Numbers:
    """Return the yearly growth that multiplies a budget in a number of years.

    growth = multiple ** (1 / years) - 1

    Parameters
    ----------
    multiple : (...), ratio, above 0
    years : (...), years, above 0

    Returns
    -------
    (...), share per year

    Examples
    --------
    >>> print(required_growth(2.0, 5.0).round(6))
    0.148698
    """
    return exact.power(multiple, 1.0 / years) - 1.0


def settled_technology(rate: Numbers, growth: Numbers) -> Numbers:
    """Return the share of a growing front at which technology that catches up with it settles.

    A / T = phi / (phi + g)                                             (exact in yearly steps)

    Parameters
    ----------
    rate : (...), share phi of the gap closed per year, in [0, 1]
    growth : (...), share g per year, growth of the front, above 0

    Returns
    -------
    (...), share in [0, 1)

    References
    ----------
    Nelson & Phelps 1966.

    Examples
    --------
    >>> print(round(settled_technology(0.1, 0.03), 6))
    0.769231
    """
    return rate / (rate + growth)
