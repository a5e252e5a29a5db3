# %% [markdown]
# # Your own weather station
#
# Being written.

# %% root
import numpy as np

print(np.sqrt(4))
