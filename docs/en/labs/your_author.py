# %% [markdown]
# # Your own author
#
# Being written.

# %%
import numpy as np

print(np.sqrt(4))
