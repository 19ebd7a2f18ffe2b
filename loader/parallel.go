package loader

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// eachOnAllCores calls do with 0 to n-1, each once, as many at a time as there are
// cores. When the context ends it returns its error, as soon as the calls under
// way have come back.
func eachOnAllCores(ctx context.Context, n int, do func(i int)) error {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}
