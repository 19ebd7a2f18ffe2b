package spreadsheet_test

import (
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph/graphtest"
	"github.com/readfirst/readfirst/spreadsheet"
)

// Whatever a file holds: it is understood or faulted, and what is understood changes nothing the second time.
func FuzzImport(f *testing.F) {
	concepts, links := export(f, graphtest.Fixture())
	f.Add(string(concepts.Data), string(links.Data), true)
	f.Add("\uFEFFid;name;aliases\r\npin;Pin;\"a; b\\;c\"\r\n;New;'=1+1\r\n", "concept\tneeds\tany_of\nPin\tNew\t1\nPin\tFuture\t1\n", false)
	f.Add("sep=;\nname;requires;recommended\nPin;Waker | Future; Drop;Unsafe\n", "concept,needs,status\nPin,Future,rejected\n", false)
	f.Add("id,name\nconcept:pin,\"Pin\nand more\"\n", "needs,concept\n", true)
	f.Add("id,name,external_ids\nx,X,a:b; c\\:d:e:f\n", "concept,needs,need,any_of,why,status\nX,Pin,RECOMMENDED,,\"a \"\"b\"\"\",\n", false)
	f.Add("name\n\"", "\"\n", false)
	state := graphtest.Fixture()
	f.Fuzz(func(t *testing.T, concepts, links string, whole bool) {
		if strings.Count(concepts+links, "\n") > 200 {
			t.Skip("so many rows take long and find no more")
		}
		files := []spreadsheet.File{{Name: "a.csv", Data: []byte(concepts)}, {Name: "b.csv", Data: []byte(links)}}
		opt := spreadsheet.Options{DeleteMissing: whole}
		first, err := spreadsheet.Plan(state, files, opt)
		if err != nil {
			return
		}
		after := applied(t, state, first)
		again, err := spreadsheet.Plan(after, files, opt)
		if err != nil && !unsayable(after, err) {
			t.Fatal(err)
		}
		if err == nil && again.Batch != nil {
			t.Fatalf("the second time there was something to do: %+v", again.Difference)
		}
		exported, alsoExported := export(t, after)
		noChange(t, "what was imported, exported", after, everything, exported, alsoExported)
	})
}

var everything = spreadsheet.Options{DeleteMissing: true}
