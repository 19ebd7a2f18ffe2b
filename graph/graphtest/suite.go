package graphtest

import (
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// Options are what a test of the suite asks of the store that it opens.
type Options struct {
	// MaxRows is the limit of rows that one batch may write; 0: the store's own.
	MaxRows int

	// Commit, if not nil, stands in for the commit of every Apply that has
	// something to write: it is called in the open transaction, and commit does
	// the real thing. Whatever error it returns must look to the store like a
	// connection that was lost during the commit, whether or not commit was
	// called: the outcome is unknown then. If commit isn't called, the store
	// must end the transaction as a lost connection would: rolled back.
	Commit func(commit func() error) error
}

// Open opens one more store on the same database, as another process would,
// and has the test close it (t.Cleanup).
type Open func(t testing.TB, o Options) graph.Store

// TestStore holds a store against the contract of [graph.Store] and of the
// optional interfaces beside it. For each test, fresh makes an empty database
// and gives what opens stores on it. No two tests run at once.
func TestStore(t *testing.T, fresh func(t testing.TB) Open) {
	for _, test := range suite {
		t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t)) })
	}
}

// TestWriting is the part of [TestStore] that a store may pass or not by the way
// in which it writes: without what only reads, and what is refused before anything is written.
func TestWriting(t *testing.T, fresh func(t testing.TB) Open) {
	for _, test := range suite {
		if test.of == writing {
			t.Run(test.name, func(t *testing.T) { test.run(t, fresh(t)) })
		}
	}
}

// A sort of test of the suite.
type sort int

const (
	reading sort = iota // or refusing
	writing
)

// suite is every test, in the order of reading: what a store does, what it
// refuses, what it remembers, and what happens when several use it at once.
var suite = []struct {
	name string
	of   sort
	run  func(t *testing.T, open Open)
}{
	{"Empty", reading, testEmpty},
	{"EveryField", writing, testEveryField},
	{"Idempotent", writing, testIdempotent},
	{"OnlyTheDifference", writing, testOnlyTheDifference},
	{"SharedFacts", writing, testSharedFacts},
	{"ParallelLinks", writing, testParallelLinks},
	{"Unload", writing, testUnload},
	{"Undo", reading, testUndo},
	{"ByteOrder", writing, testByteOrder},
	{"AwkwardText", writing, testAwkwardText},
	{"Loops", reading, testLoops},
	{"TenThousandRows", writing, testTenThousandRows},
	{"Decisions", writing, testDecisions},
	{"DecisionsOutlive", writing, testDecisionsOutlive},
	{"DecisionsOfSources", writing, testDecisionsOfSources},
	{"Evidence", reading, testEvidence},
	{"Texts", reading, testTexts},
	{"Search", reading, testSearch},
	{"SearchMerged", writing, testSearchMerged},
	{"SearchHostile", reading, testSearchHostile},
	{"SearchWalk", reading, testSearchWalk},
	{"SearchMany", reading, testSearchMany},
	{"SearchTiers", reading, testSearchTiers},
	{"SearchRefused", reading, testSearchRefused},
	{"History", writing, testHistory},
	{"Old", writing, testOld},
	{"Audiences", writing, testAudiences},
	{"DryRun", reading, testDryRun},
	{"DryRunRefused", reading, testDryRunRefused},

	{"Invalid", reading, testInvalid},
	{"Dangling", reading, testDangling},
	{"DanglingElsewhere", reading, testDanglingElsewhere},
	{"NotDangling", writing, testNotDangling},
	{"TooLarge", reading, testTooLarge},
	{"Conflict", reading, testConflict},
	{"Cancelled", writing, testCancelled},
	{"Walk", writing, testWalk},

	{"SameLoad", writing, testSameLoad},
	{"LostAcknowledgement", writing, testLostAcknowledgement},
	{"LostBeforeCommit", writing, testLostBeforeCommit},
	{"LostForGood", writing, testLostForGood},
	{"TwoWriters", writing, testTwoWriters},
	{"WaitingWriter", writing, testWaitingWriter},
	{"OneBase", reading, testOneBase},
	{"ReadWhileWriting", writing, testReadWhileWriting},
	{"NeverTorn", writing, testNeverTorn},
}
