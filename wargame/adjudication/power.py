"""R6: what a nation's power is. Three measures that disagree, each to be put into `threat.power_share`.

Which one is taken matters more than any coefficient, so that a finding should hold under all three: spending
(as it is), composite capability, and what is left of an economy's output once its people are fed.
"""

from __future__ import annotations

import numpy as np

from wargame.adjudication.totals import Numbers, total
from wargame.arrays import Array


def composite_capability(component: Numbers) -> Array:
    """Return each nation's composite index: its mean share of the world's total, component by component.

    index = mean over the components known of component_i / sum over nations of component

    Parameters
    ----------
    component : (..., nation, component), any unit each, at least 0, nan where it is not known; the Correlates of
        War take spending, personnel, iron and steel, energy, people, people in cities

    Returns
    -------
    (..., nation), share in [0, 1]; 0 for a nation of which no component is known. The shares add up to 1
    where every component is known

    References
    ----------
    National Material Capabilities 7.0; Singer, Bremer & Stuckey 1972. Carroll & Kenkel 2019 on its limits.

    Examples
    --------
    >>> print(composite_capability(np.array([[30.0, 1.0], [10.0, 3.0], [np.nan, 4.0]])).round(4))
    [0.4375 0.3125 0.5   ]
    """
    value = np.asarray(component, dtype=np.float64)
    known = ~np.isnan(value)
    present = np.where(known, value, 0.0)
    world = total(np.swapaxes(present, -1, -2))[..., None, :]
    share = present / np.where(world > 0.0, world, 1.0)
    return total(share) / np.maximum(total(known), 1.0)


def surplus_capability(gdp: Numbers, people: Numbers) -> Array:
    """Return power as size times efficiency: GDP times GDP per head.

    Parameters
    ----------
    gdp : (..., nation), bn USD, at least 0
    people : (..., nation), million, above 0

    Returns
    -------
    (..., nation), bn USD squared per million people; only its ratios mean anything

    References
    ----------
    Beckley 2018 (a large poor nation spends its output on itself).

    Examples
    --------
    >>> print(surplus_capability(np.array([100.0, 100.0]), np.array([10.0, 50.0])))
    [1000.  200.]
    """
    return np.square(gdp) / people
