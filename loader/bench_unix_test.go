//go:build unix

package loader

import (
	"syscall"
	"testing"
	"time"
)

// reportCPU adds to a benchmark, when it ends, the processor time of an operation, which other
// processes on the machine hardly change, and if it has bytes how many are done in a second of it.
func reportCPU(b *testing.B, bytes int64) (end func()) {
	before := processorTime(b)
	return func() {
		spent := (processorTime(b) - before).Seconds() / float64(b.N)
		b.ReportMetric(spent*1000, "cpu-ms/op")
		if bytes > 0 {
			b.ReportMetric(float64(bytes)/1e6/spent, "MB/cpu-s")
		}
	}
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
