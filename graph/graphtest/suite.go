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

// suite is every test, in the order of reading: what a store does, what it
// refuses, what it remembers, and what happens when several use it at once.
var suite = []struct {
	name string
	run  func(t *testing.T, open Open)
}{
	{"Empty", testEmpty},
	{"EveryField", testEveryField},
	{"Idempotent", testIdempotent},
	{"OnlyTheDifference", testOnlyTheDifference},
	{"SharedFacts", testSharedFacts},
	{"ParallelLinks", testParallelLinks},
	{"Unload", testUnload},
	{"Undo", testUndo},
	{"ByteOrder", testByteOrder},
	{"AwkwardText", testAwkwardText},
	{"Loops", testLoops},
	{"TenThousandRows", testTenThousandRows},
	{"Decisions", testDecisions},
	{"DecisionsOutlive", testDecisionsOutlive},
	{"DecisionsOfSources", testDecisionsOfSources},
	{"Evidence", testEvidence},
	{"Texts", testTexts},
	{"Search", testSearch},
	{"SearchMerged", testSearchMerged},
	{"SearchHostile", testSearchHostile},
	{"SearchWalk", testSearchWalk},
	{"SearchMany", testSearchMany},
	{"SearchTiers", testSearchTiers},
	{"SearchRefused", testSearchRefused},
	{"History", testHistory},
	{"Old", testOld},
	{"Audiences", testAudiences},
	{"DryRun", testDryRun},
	{"DryRunRefused", testDryRunRefused},

	{"Invalid", testInvalid},
	{"Dangling", testDangling},
	{"DanglingElsewhere", testDanglingElsewhere},
	{"NotDangling", testNotDangling},
	{"TooLarge", testTooLarge},
	{"Conflict", testConflict},
	{"Cancelled", testCancelled},
	{"Walk", testWalk},

	{"SameLoad", testSameLoad},
	{"LostAcknowledgement", testLostAcknowledgement},
	{"LostBeforeCommit", testLostBeforeCommit},
	{"LostForGood", testLostForGood},
	{"TwoWriters", testTwoWriters},
	{"WaitingWriter", testWaitingWriter},
	{"OneBase", testOneBase},
	{"ReadWhileWriting", testReadWhileWriting},
	{"NeverTorn", testNeverTorn},
}
