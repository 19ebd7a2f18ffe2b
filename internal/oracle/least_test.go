package oracle

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// Question 4711 again: go test -run Exact . -args -from 4711 -count 1.
var (
	from  = flag.Uint64("from", 0, "the number of the first question")
	count = flag.Uint64("count", 0, "how many questions; 2,000 if not given, with LONG=1 200,000")
)

// Least lists are valid, the same when asked again, and cost what the exact solver says if they say that they are proven;
// else no more than they say.
func TestLeastAgainstExactSolver(t *testing.T) {
	questions := *count
	switch {
	case questions > 0:
	case os.Getenv("LONG") != "":
		questions = 200_000
	default:
		questions = 2_000
	}
	var next atomic.Uint64
	var found [len(outcomes)]atomic.Uint64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := next.Add(1) - 1; i < questions; i = next.Add(1) - 1 {
				q := drawQuestion(*from + i)
				o, err := q.check()
				if err != nil {
					t.Errorf("question %d: %v", *from+i, err)
				}
				found[o].Add(1)
			}
		})
	}
	wait.Wait()
	for o, name := range outcomes {
		t.Logf("%6d of %d %s", found[o].Load(), questions, name)
	}
}

// Questions that once came out wrong.
func TestOnceWrong(t *testing.T) {
	for _, number := range []uint64{2858, 31022, 36620, 104645} {
		q := drawQuestion(number)
		if _, err := q.check(); err != nil {
			t.Errorf("question %d: %v", number, err)
		}
	}
}

// outcome says how a question came out.
type outcome int

const (
	proven outcome = iota
	open
	inLoop
	wrong
)

var outcomes = [...]string{"proven, and the exact solver says so", "not proven, and as near as they say",
	"with a loop that no choice avoids: valid", "wrong"}

func (q *question) check() (outcome, error) {
	list := q.s.ReadBefore(q.goals, q.opt)
	fault := func(format string, args ...any) (outcome, error) {
		return wrong, fmt.Errorf("%s\n%s", fmt.Sprintf(format, args...), q.show(list))
	}
	if err := graphtest.Validate(list, q.s, q.goals, q.opt); err != nil {
		return fault("%v", err)
	}
	if graphtest.FormatList(list) != graphtest.FormatList(q.s.ReadBefore(q.goals, q.opt)) {
		return fault("another list when asked again")
	}
	e, ok := newExact(*q)
	if !ok {
		return inLoop, nil
	}
	want, err := e.least()
	if err != nil {
		return fault("%v", err)
	}
	// Going all ways takes long: only in small graphs, and it knows nothing of these options.
	if len(q.s.Concepts()) <= 6 && len(q.s.Articles()) <= 6 && !q.opt.Recommended && q.opt.Within == nil {
		if all, ok := graphtest.Cheapest(q.s, q.goals, q.opt); !ok || all != want {
			return fault("the exact solver says %v, and going all ways %v", want, all)
		}
	}
	if len(list.Loops) > 0 {
		return fault("a loop, where there is a way without")
	}
	got := graphtest.CostOf(list, q.opt)
	// A list can cost less than the definition's least where a recommended need gives way, or an article
	// from elsewhere teaches although it was not counted on; or one that isn't proven, where an article that another requires is read before all that it teaches can be understood.
	mayUndercut := q.opt.Recommended || q.opt.Within != nil || list.MaxSaving > 0
	sameButMinutes := slices.Equal(got[:graphtest.MinutesSpent], want[:graphtest.MinutesSpent])
	switch {
	case got.Compare(want) < 0 && !mayUndercut:
		return fault("it costs %v, and nothing can cost less than %v", got, want)
	case got.Compare(want) > 0 && list.MaxSaving == 0:
		return fault("it costs %v, says that it is the best, and could cost %v", got, want)
	case sameButMinutes && list.Minutes.Total-list.MaxSaving > want[graphtest.MinutesSpent]:
		return fault("it costs %v, says that it could be shorter by %d, and could cost %v", got, list.MaxSaving, want)
	}
	if list.MaxSaving == 0 {
		return proven, nil
	}
	return open, nil
}

func (q *question) show(list *graph.ReadingList) string {
	names := func(things []graph.Subject) (names []string) {
		for _, x := range things {
			names = append(names, x.Name())
		}
		return names
	}
	var within []graph.Subject
	for _, a := range q.s.Articles() {
		if q.opt.Within != nil && q.opt.Within(a) {
			within = append(within, a)
		}
	}
	return fmt.Sprintf("%sbefore %v knowing %v within %v, recommended %v, suggested %v, only as told %v\n%s", graphtest.FormatGraph(q.s),
		names(q.goals), names(q.opt.Knowing), names(within), q.opt.Recommended, q.opt.Suggested, q.opt.OnlyAsTold, graphtest.FormatList(list))
}
