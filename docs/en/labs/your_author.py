# %% [markdown]
# # Your own author
#
# Being written.

# %% root
import numpy as np

print(np.sqrt(4))
