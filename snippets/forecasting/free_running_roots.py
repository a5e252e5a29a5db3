"""Read from its roots how a free-running linear forecast fades or drifts."""

# %% imports
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

# %% roots
step, steps = 0.1, 300
exact = np.array([2 * np.cos(step), -1])  # x[t+1] = a x[t] + b x[t-1]
changed = {"exact": [1, 1], "a + 0.01 %": [1.0001, 1], "b − 0.1 %": [1, 0.999]}
shown, differences = {}, []
print(f"after {steps} steps   radius   amplitude × radians ahead")
for name, factors in changed.items():
    a, b = exact * factors
    root = np.roots([1, -a, -b])[0]
    radius, turn = abs(root), abs(np.angle(root))
    shown[name] = [float(radius**steps), float(steps * (turn - step))]
    print(f"{name:14}{radius:12.5f}{shown[name][0]:10.3f}{shown[name][1]:+12.2f}")
    # The free run from two points of the sine, and the spiral that the roots give
    points = [0.0, np.sin(step)]
    for _ in range(steps):
        points.append(a * points[-1] + b * points[-2])
    t = np.arange(len(points))
    spiral = np.sin(step) / np.sin(turn) * radius ** (t - 1) * np.sin(turn * t)
    differences.append(float(np.max(abs(points - spiral))))
print(f"largest difference of run and spiral: {max(differences):.0e}")

# %% noise
random = np.random.default_rng(0)
series = np.sin(step * np.arange(1000)) + random.normal(0, 0.1, 1000)
radii = {}
for terms in 2, 5, 10, 20, 40:
    past = sliding_window_view(series, terms + 1)
    coefficients, *_ = np.linalg.lstsq(past[:, :-1], past[:, -1])
    # x[t+1] = c[0] x[t-n+1] + … + c[n-1] x[t]
    roots = np.roots(np.r_[1, -coefficients[::-1]])
    radii[str(terms)] = float(max(abs(roots)))
    left = radii[str(terms)] ** steps
    print(f"{terms:3} points, noise: {radii[str(terms)]:.5f}{left:10.3f}")
