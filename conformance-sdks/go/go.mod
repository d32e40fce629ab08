module penstock.org/conformance/go

go 1.26.0

require github.com/apache/beam/sdks/v2 v2.73.0
