# %% [markdown]
# # Your own weather station
#
# Being written.

# %%
import numpy as np

print(np.sqrt(4))
