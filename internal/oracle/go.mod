module github.com/readfirst/readfirst/internal/oracle

go 1.26.0

replace github.com/readfirst/readfirst => ../..

require (
	github.com/crillab/gophersat v1.4.0
	github.com/readfirst/readfirst v0.0.0-00010101000000-000000000000
	gonum.org/v1/gonum v0.17.0
)

require (
	github.com/google/go-cmp v0.7.0 // indirect
	golang.org/x/text v0.43.0 // indirect
	pgregory.net/rapid v1.3.0 // indirect
)
