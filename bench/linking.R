# R's dbscan over points that linking.ts wrote: double x, y, t one column after the other. Prints JSON.
suppressPackageStartupMessages(library(dbscan))
args <- commandArgs(trailingOnly = TRUE)
n <- as.integer(args[2])
points <- matrix(readBin(args[1], "double", n * 3, endian = "little"), ncol = 3)
reach <- as.numeric(args[3])
started <- proc.time()[["elapsed"]]
found <- dbscan(points, eps = reach, minPts = 1)
seconds <- proc.time()[["elapsed"]] - started
cat(sprintf('{"seconds":%.3f,"components":%d,"version":"R %s.%s, dbscan %s"}\n', seconds, max(found$cluster),
            R.version$major, R.version$minor, packageVersion("dbscan")))
