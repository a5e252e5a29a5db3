"""Old imports and functions, what Keras says to each, and what replaces them."""

# %% imports
import re
import warnings

import keras
import numpy as np
import tensorflow as tf

x, y = np.ones((2, 3), "float32"), np.ones((3, 2), "float32")
symbol = keras.Input((3, 2))
keras_version, tensorflow_version = keras.__version__, tf.__version__

# %% lines
# Old lines, and below them the new one.
lines = """
from keras.utils import np_utils
from keras.utils.np_utils import to_categorical
    from keras.utils import to_categorical
from keras.layers.recurrent import LSTM
from keras.layers import CuDNNLSTM
from tensorflow.python.keras.layers import LSTM
    from keras.layers import LSTM
from keras.layers import CuDNNGRU
    from keras.layers import GRU
from keras.layers.wrappers import TimeDistributed
    from keras.layers import TimeDistributed
from keras.layers.embeddings import Embedding
    from keras.layers import Embedding
from keras.layers.convolutional import Conv1D
    from keras.layers import Conv1D
from keras.layers.pooling import MaxPooling1D
    from keras.layers import MaxPooling1D
from keras.layers.normalization import BatchNormalization
    from keras.layers import BatchNormalization
from keras.layers.advanced_activations import LeakyReLU
    from keras.layers import LeakyReLU
from keras.layers import TimeDistributedDense
from keras.layers.core import Dense
    from keras.layers import Dense
from keras.layers import merge
    from keras.layers import concatenate
from keras.layers.experimental import preprocessing
from keras.preprocessing.text import Tokenizer
    from keras.layers import TextVectorization
from keras.engine.topology import Layer
from keras.layers import AbstractRNNCell
    from keras.layers import Layer
from keras.preprocessing.sequence import TimeseriesGenerator
    from keras.utils import timeseries_dataset_from_array
from keras_preprocessing.sequence import pad_sequences
    from keras.utils import pad_sequences
from keras.optimizers import adam
    from keras.optimizers import Adam
from keras.wrappers.scikit_learn import KerasClassifier
    from keras.wrappers import SKLearnClassifier
from keras.utils.vis_utils import plot_model
    from keras.utils import plot_model
from tensorflow import set_random_seed
    from keras.utils import set_random_seed
np.float
    float
np.int
    int
np.object
    object
tf.keras.optimizers.legacy.Adam()
    keras.optimizers.Adam()
from keras import backend as K; K.dot(x, y)
    keras.ops.matmul(x, y)
from keras import backend as K; K.permute_dimensions(x, (1, 0))
    keras.ops.transpose(x, (1, 0))
from keras import backend as K; K.reverse(x, 1)
    keras.ops.flip(x, 1)
from keras import backend as K; K.int_shape(x)
    x.shape
from keras import backend as K; K.variable(x)
    keras.Variable(x)
from keras import backend as K; K.get_value(x)
    keras.ops.convert_to_numpy(x)
from keras import backend as K; K.sum(x)
    keras.ops.sum(x)
tf.reverse(symbol, [1])
    keras.ops.flip(symbol, 1)
"""
pairs = re.findall(r"^(\S.*)(?=(?:\n\S.*)*\n    (.*)$)", lines, re.MULTILINE)

# %% run
warnings.simplefilter("ignore", FutureWarning)  # NumPy's, just before its error
said = {}
for old, new in pairs:
    try:
        exec(old, dict(globals()))
    except Exception as error:
        text = str(error).splitlines()[0].partition(" (/")[0]
        text = text.partition(". ")[0].rstrip(".")
        said[old] = f"{type(error).__name__}: {text}"
    exec(new, dict(globals()))

# %% mixed
from tensorflow.python.keras.models import Sequential  # noqa: E402

try:
    Sequential([keras.layers.LSTM(3, name="lstm")])
except TypeError as error:
    mixed = f"{type(error).__name__}: {error}"
