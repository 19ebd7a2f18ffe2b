package loader

import "sync"

// Stage is what a load is at.
type Stage uint8

// The stages of a load, in order. The last two come again when somebody else has changed the graph meanwhile.
const (
	Reading   Stage = iota // files are read
	Searching              // articles are searched for concepts
	Writing                // the store compares and writes; it doesn't tell how far it is
)

var stageNames = [...]string{"Reading", "Searching", "Writing"}

// String names the stage for people.
func (s Stage) String() string { return stageNames[s] }

// Progress is how far a load is.
type Progress struct {
	Stage Stage
	Done  int // of Total; while Writing always 0
	Total int // files, documents, or claims
}

// meter tells somebody how far a load is, one call at a time.
type meter struct {
	tell func(Progress) // nil: nobody listens
	mu   sync.Mutex
	at   Progress
}

func (m *meter) begin(s Stage, total int) { m.set(func() { m.at = Progress{Stage: s, Total: total} }) }

func (m *meter) step() { m.set(func() { m.at.Done++ }) }

func (m *meter) set(to func()) {
	if m.tell == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	to()
	m.tell(m.at)
}
