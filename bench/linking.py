# scikit-learn's DBSCAN over points that linking.ts wrote: double x, y, t one column after the other. Prints JSON.
import json
import sys
import time

import numpy
import sklearn
from sklearn.cluster import DBSCAN

path, n, reach = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
points = numpy.ascontiguousarray(numpy.fromfile(path, dtype="<f8").reshape(3, n).T)
started = time.perf_counter()
labels = DBSCAN(eps=reach, min_samples=1, algorithm="kd_tree").fit(points).labels_
seconds = time.perf_counter() - started
print(json.dumps({"seconds": seconds, "components": int(labels.max()) + 1, "version": f"scikit-learn {sklearn.__version__}"}))
