package sense_test

import (
	"testing"

	"github.com/readfirst/readfirst/loader/match"
	"github.com/readfirst/readfirst/loader/sense"
)

// The weights in the program are those of the features in the program.
func TestDefault(t *testing.T) {
	f := sense.NewFinder(match.New([]match.Pattern{{Name: "Send", Rule: match.Code}}), 1, sense.Default())
	p := &sense.Page{Blocks: []sense.Block{
		{Block: match.Block{Text: []byte("A type is Send if it implements the Send trait.")}},
		{Block: match.Block{Text: []byte("Send the letter to her."), Offset: 100}},
		{Block: match.Block{Text: []byte("fn f<T: Send>() {}"), Offset: 200, Kind: match.CodeBlock}},
	}}
	f.Scan(p)
	if err := f.Weigh([]*sense.Page{p}, sense.InTurn, nil); err != nil {
		t.Fatal(err)
	}
	if len(p.Found) != 4 || !p.Found[1].IsName() || p.Found[2].IsName() || p.Found[3].Score != 1 {
		t.Errorf("found %+v", p.Found)
	}
}
