package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const blocksInput = `---
title: x
---
# The *pond*, its ` + "`depth()`" + `

First **bold** words, and [a link](https://pond.example/newt "Newt").
Second line; <https://pond.example> ![a heron](heron.png) <b>stays</b>.

> Quoted text
> goes on.

- item one
  goes on
- item two

| left | right |
|------|-------|
| a    | ` + "``b ` c``" + `  |

` + "```rust\nlet x = 1;\nlet y = 2;\n```" + `

<div>
Html
</div>

    indented code

Last^[1] one.[^1]

[^1]: A note.
`

func TestBlocks(t *testing.T) {
	p, faults := Parse([]byte(blocksInput), "pond.md")
	if faults != nil {
		t.Fatal(faults)
	}
	var got strings.Builder
	for i := range p.Blocks {
		b := &p.Blocks[i]
		fmt.Fprintf(&got, "%d/%d code=%v h%d under %q after %d: %q\n", b.Line, len(b.Code), b.IsCode, b.Level, b.Heading, b.Before, b.Quote())
		checkBlock(t, []byte(blocksInput), b)
	}
	want := "" +
		"4/1 code=false h1 under \"The pond, its `depth()`\" after 0: \"The pond, its `depth()`\"\n" +
		"6/0 code=false h0 under \"The pond, its `depth()`\" after 4: \"First bold words, and a link. Second line; a heron stays.\"\n" +
		"9/0 code=false h0 under \"The pond, its `depth()`\" after 15: \"Quoted text goes on.\"\n" +
		"12/0 code=false h0 under \"The pond, its `depth()`\" after 19: \"item one goes on\"\n" +
		"14/0 code=false h0 under \"The pond, its `depth()`\" after 23: \"item two\"\n" +
		"16/0 code=false h0 under \"The pond, its `depth()`\" after 25: \"left\"\n" +
		"16/0 code=false h0 under \"The pond, its `depth()`\" after 26: \"right\"\n" +
		"18/0 code=false h0 under \"The pond, its `depth()`\" after 27: \"a\"\n" +
		"18/1 code=false h0 under \"The pond, its `depth()`\" after 28: \"``b ` c``\"\n" +
		"21/0 code=true h0 under \"The pond, its `depth()`\" after 31: \"let x = 1; let y = 2;\"\n" +
		"26/0 code=false h0 under \"The pond, its `depth()`\" after 39: \"Html\"\n" +
		"29/0 code=true h0 under \"The pond, its `depth()`\" after 40: \"indented code\"\n" +
		"31/0 code=false h0 under \"The pond, its `depth()`\" after 42: \"Last^[1] one.\"\n" +
		"33/0 code=false h0 under \"The pond, its `depth()`\" after 44: \"A note.\"\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// checkBlock says whether a block is where it claims to be.
func checkBlock(t *testing.T, file []byte, b *Block) {
	t.Helper()
	if b.Offset < 0 || b.Offset+len(b.Text) > len(file) {
		t.Fatalf("block at %d of %d bytes lies outside the file", b.Offset, len(b.Text))
	}
	if line := 1 + strings.Count(string(file[:b.Offset]), "\n"); line != b.Line {
		t.Errorf("block is on line %d, not %d", line, b.Line)
	}
	for i, c := range b.Text {
		if original := file[b.Offset+i]; c != original && c != ' ' {
			t.Errorf("byte %d is %q, in the file %q", i, c, original)
		}
	}
	last := 0
	for _, span := range b.Code {
		if span[0] < last || span[1] <= span[0] || span[1] > len(b.Text) {
			t.Errorf("code span %v behind %d in %d bytes", span, last, len(b.Text))
		}
		last = span[1]
	}
}

func TestSentence(t *testing.T) {
	long := strings.Repeat("word ", 100)
	cases := []struct{ text, at, want string }{
		{"One here. Two newts there! Three?", "newts", "Two newts there!"},
		{"One here. Two newts there! Three?", "Three", "Three?"},
		{"One here. Two newts there! Three?", "One", "One here."},
		{"A pond, e.g. this one, is wet. So it is.", "this", "A pond, e.g. this one, is wet."},
		{"Version 1.2 of it. Ends", "Ends", "Ends"},
		{"He said \"newts.\" Then left.", "newts", "He said \"newts.\""},
		{"Line one\ngoes on. New", "goes", "Line one goes on."},
		{"池は広い。蛙が鳴く。", "蛙", "蛙が鳴く。"},
		{long + "newt " + long, "newt", "…" + strings.Repeat("word ", 24) + "newt" + strings.Repeat(" word", 24) + "…"},
		{strings.Repeat("x", 400), strings.Repeat("x", 400), strings.Repeat("x", 120) + "…"},
	}
	for _, c := range cases {
		b := Plain(c.text, 7, 3)
		start := strings.Index(c.text, c.at)
		got := b.Sentence(7+start, 7+start+len(c.at))
		if got != c.want {
			t.Errorf("%q in %.40q: %q, want %q", c.at, c.text, got, c.want)
		}
		if len(got) > MaxQuote {
			t.Errorf("%q has %d bytes", got, len(got))
		}
	}
}

func TestSentenceLine(t *testing.T) {
	b := Plain("one\ntwo\nthree", 100, 5)
	if line := b.Place(108).Line; line != 7 {
		t.Errorf("three is on line %d, want 7", line)
	}
}

// Type arguments without code marks look like tags.
func TestTypeArguments(t *testing.T) {
	p, _ := Parse([]byte("An Rc<T>, a Vec<u8>, a Box<Option<T>>, a Box<dyn Any>, x<sub>i</sub>, a <b>bold</b> word and an end.\n"), "a.md")
	if got, want := p.Blocks[0].Quote(), "An Rc<T>, a Vec<u8>, a Box<Option<T>>, a Box<dyn Any>, xi, a bold word and an end."; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
}
