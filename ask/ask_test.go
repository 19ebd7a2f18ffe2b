package ask

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

const world = `source notes
concept Pin : aka pinning, code
concept Send : code
concept Sync : code
concept Future : aka futures
concept Waker : code
concept Lifetimes : aka lifetime
concept Ownership
concept Borrowing
concept Traits : aka trait
concept Trait objects
concept async/await : aka async
concept Generics
article The future : 5 min, 100 words
article Borrowing Without Tears : 5 min, 100 words
Borrowing Without Tears teaches Borrowing`

func snapshot(t testing.TB) *graph.Snapshot {
	t.Helper()
	state, err := graphtest.ParseGraph(world)
	if err != nil {
		t.Fatal(err)
	}
	state.Sources[0].Source.Audiences = []graph.AudienceClaim{{Name: "beginners"}, {Name: "C++ programmers", Knows: []graph.ID{"concept:ownership"}},
		{Name: "backend team", Knows: []graph.ID{"concept:traits"}}, {Name: "Generics"}}
	return graph.NewSnapshot(state)
}

var kinds = []string{"BEFORE", "READY", "PATH", "UNLOCKS", "WHERE", "WHAT", "COMPARE"}

// write puts an understood question as the table has it.
func write(q Question) string {
	names := func(subjects []graph.Subject) string {
		list := make([]string, len(subjects))
		for i, s := range subjects {
			list[i] = s.Name()
		}
		return strings.Join(list, ", ")
	}
	text := strings.TrimSpace(kinds[q.Kind] + " " + names(q.Goals))
	if q.Audience != nil {
		text += "; for " + q.Audience.Name()
	}
	if len(q.Knowing) > 0 {
		text += "; knowing " + names(q.Knowing)
	}
	if q.Budget > 0 {
		text += fmt.Sprintf("; in %d minutes", q.Budget)
	}
	return text
}

func table(t testing.TB) (questions [][2]string) {
	t.Helper()
	data, err := os.ReadFile("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if text, want, ok := strings.Cut(line, "=> "); ok && !strings.HasPrefix(line, "//") {
			questions = append(questions, [2]string{text, want})
		}
	}
	return questions
}

func TestPhrasings(t *testing.T) {
	s := snapshot(t)
	in, out := 0, 0
	for _, line := range table(t) {
		got := "-"
		q, err := Parse(s, line[0])
		if err == nil {
			got = write(q)
		}
		if got != line[1] {
			t.Errorf("%q: %s, want %s (%v)", line[0], got, line[1], err)
		}
		if line[1] == "-" {
			out++
		} else {
			in++
		}
	}
	if in < 90 || out < 30 {
		t.Errorf("the table has %d questions and %d that are none", in, out)
	}
}

func TestExamples(t *testing.T) {
	s := snapshot(t)
	for _, text := range Examples() {
		if _, err := Parse(s, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestUnderstood(t *testing.T) {
	q, err := Parse(snapshot(t), "what should I read in 2 hours before Pinn and Send if I know ownership?")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := q.Understood(), "What to read before Pin and Send, knowing Ownership, in 120 minutes"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if len(q.Typed) != 1 || q.Typed[0] != "Pinn" {
		t.Errorf("misspelt: %q", q.Typed)
	}
}

func TestAudienceKnows(t *testing.T) {
	q, err := Parse(snapshot(t), "what should a C++ programmer read before Pin if they know traits?")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := q.Understood(), "What to read before Pin, for the audience C++ programmers, knowing Traits"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := list(q.Knows()); got != "Traits and Ownership" {
		t.Errorf("knows %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, line := range table(f) {
		f.Add(line[0])
	}
	s := snapshot(f)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(s, text)
		if err != nil {
			if _, ok := err.(*NotUnderstood); !ok { //nolint:errorlint // exactly this one is promised
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		if q.Understood() == "" {
			t.Fatal("understood as nothing")
		}
		if len(q.Goals) != map[Kind]int{Path: 2, Compare: 2, Ready: 0}[q.Kind] && (len(q.Goals) == 0 || q.Kind == Path || q.Kind == Compare || q.Kind == Ready) {
			t.Fatalf("%d goals", len(q.Goals))
		}
	})
}
