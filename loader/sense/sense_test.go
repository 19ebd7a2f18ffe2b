package sense_test

import (
	"math"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/internal/learn"
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

// crowd is a page on which every third word is in doubt, and a finder of them.
func crowd() (*sense.Finder, *sense.Page) {
	f := sense.NewFinder(match.New([]match.Pattern{{Name: "Send", Rule: match.Code}, {Name: "Some", Rule: match.Code, Concept: 1}, {Name: "move", Rule: match.Code, Concept: 2}}), 3, sense.Default())
	text := strings.Repeat("The Send trait. Some types move. A value of Some, don’t Send it, and “Send” 所有权 Some’s é Some. ", 50)
	return f, &sense.Page{Title: "Send", Blocks: []sense.Block{
		{Block: match.Block{Text: []byte("On Send")}, Level: 1},
		{Block: match.Block{Text: []byte(text), Offset: 10}},
		{Block: match.Block{Text: []byte("trait Send { fn f() -> &Some; } // Some"), Kind: match.CodeBlock, Offset: 10_000}},
	}}
}

func TestNoAllocationPerPlace(t *testing.T) {
	f, p := crowd()
	pages := []*sense.Page{p}
	run := func() {
		f.Scan(p)
		if err := f.Weigh(pages, sense.InTurn, nil); err != nil {
			t.Fatal(err)
		}
	}
	run()
	// The race detector makes a sync.Pool forget now and then.
	if n := testing.AllocsPerRun(20, run); n > 80 || len(p.Found) < 300 {
		t.Errorf("%v allocations for %d places", n, len(p.Found))
	}
}

// What is said to speak for a place adds up to its score, and asking why changes none.
func TestExplainAddsUp(t *testing.T) {
	f, p := crowd()
	f.Scan(p)
	if err := f.Weigh([]*sense.Page{p}, sense.InTurn, nil); err != nil {
		t.Fatal(err)
	}
	var before []float64
	for i := range p.Found {
		before = append(before, p.Found[i].Score)
	}
	told := 0
	if err := f.Weigh([]*sense.Page{p}, sense.InTurn, func(_ *sense.Page, f *sense.Found, why []learn.Contribution) {
		sum := 0.0
		for _, c := range why {
			sum += c.LogOdds
		}
		if told++; math.Abs(learn.Logistic(sum)-f.Score) > 0.01 {
			t.Errorf("%+v adds up to %v: %v", f, learn.Logistic(sum), why)
		}
	}); err != nil {
		t.Fatal(err)
	}
	for i := range p.Found {
		if p.Found[i].Score != before[i] {
			t.Errorf("the score of %+v was %v", p.Found[i], before[i])
		}
	}
	if told < 300 {
		t.Errorf("told of %d", told)
	}
}

func FuzzScan(f *testing.F) {
	f.Add("The Send trait’s end. Some—“Send”", "fn f<T: Send>()")
	f.Add("\xff Send\xc3 \n\n Some's", "// Some")
	f.Fuzz(func(t *testing.T, prose, code string) {
		find, _ := crowd()
		p := &sense.Page{Title: prose, Blocks: []sense.Block{{Block: match.Block{Text: []byte(prose)}}, {Block: match.Block{Text: []byte(code), Offset: len(prose), Kind: match.CodeBlock}}}}
		find.Scan(p)
		if err := find.Weigh([]*sense.Page{p}, sense.InTurn, nil); err != nil {
			t.Fatal(err)
		}
		for _, f := range p.Found {
			if !(f.Score >= 0 && f.Score <= 1) {
				t.Errorf("%+v", f)
			}
		}
	})
}

// Trained on marks that stand where "trait" follows, the model finds them in other words.
func TestTrain(t *testing.T) {
	f, p := crowd()
	f.Scan(p)
	isName := func(p *sense.Page, f *sense.Found) (bool, bool) {
		text := p.Blocks[f.Block].Text[f.Start-p.Blocks[f.Block].Offset:]
		return f.Sense == match.Likely && !strings.HasPrefix(string(text), "Send it"), f.Block == 1
	}
	gold := sense.Gold{Finder: f, Pages: []*sense.Page{p}, IsName: isName}
	// names in small letters: some marked, some not
	small := sense.Gold{Finder: f, Pages: []*sense.Page{{Blocks: []sense.Block{{Block: match.Block{Text: []byte("the move keyword, we move on")}}}}},
		IsName: func(_ *sense.Page, f *sense.Found) (bool, bool) { return f.Start < 10, true }}
	f.Scan(small.Pages[0])
	w, err := sense.Train([]sense.Gold{gold, small})
	if err != nil {
		t.Fatal(err)
	}
	again, err := sense.Train([]sense.Gold{gold, small})
	if err != nil || again.Capital.First.Bias != w.Capital.First.Bias {
		t.Errorf("trained again it is another: %v", err)
	}
	m, err := w.Model()
	if err != nil {
		t.Fatal(err)
	}
	find := sense.NewFinder(match.New([]match.Pattern{{Name: "Drop", Rule: match.Code}}), 1, m)
	page := &sense.Page{Blocks: []sense.Block{{Block: match.Block{Text: []byte("The Drop trait. Drop it.")}}}}
	find.Scan(page)
	if err := find.Weigh([]*sense.Page{page}, sense.InTurn, nil); err != nil {
		t.Fatal(err)
	}
	if len(page.Found) != 2 || page.Found[0].Score < 2*page.Found[1].Score {
		t.Errorf("found %+v", page.Found)
	}
}
