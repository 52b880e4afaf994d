# R's dbscan over points that linking.ts wrote: double x, y, t one column after the other. Prints JSON.
suppressPackageStartupMessages(library(dbscan))
args <- commandArgs(trailingOnly = TRUE)
n <- as.integer(args[2])
points <- matrix(readBin(args[1], "double", n * 3, endian = "little"), ncol = 3)
reach <- as.numeric(args[3])
started <- proc.time()
found <- dbscan(points, eps = reach, minPts = 1)
took <- proc.time() - started
cat(sprintf('{"seconds":%.3f,"cpuSeconds":%.3f,"components":%d,"version":"R %s.%s, dbscan %s"}\n',
            took[["elapsed"]], took[["user.self"]] + took[["sys.self"]], max(found$cluster),
            R.version$major, R.version$minor, packageVersion("dbscan")))
