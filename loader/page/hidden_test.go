package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hiddenInput has what isn't text, and text where one may not expect it.
const hiddenInput = `<!-- Copyright
somebody -->

# Pond { #pond .wet }

{{%outline}}

Wet {{#quiz ../x_y.toml}} and <!-- not --> deep, ` + "`{{#kept x}}`" + ` too.

> [!NOTE]
> Beware *of* it.

` + "```rust,ignore\n# use hidden;\n#\nlet a = 1;\n  ## escaped\n#[attribute]\n  # hidden too\n```\n" + `
` + "```sh\n# a comment\n```\n" + `
<details>
<summary>Notes</summary>
Some *Markdown* in it, [a link](other.md "t").
- an item

More of it, indented
by nobody.

</details>

<div>
    <p>One</p><p>Two <b>bold</b></p>
    <script>nothing()</script>
</div>

<pre><code>let b = 2;
</code></pre>

- [x] Done
- [ ] Open [` + "`c&d`" + ` \* &amp;](#here) and [ref] <https://pond.example>

Term
: Meaning

[ref]: ../r.md
`

func TestHidden(t *testing.T) {
	p, faults := Parse([]byte(hiddenInput), "pond.md")
	if faults != nil {
		t.Fatal(faults)
	}
	var got strings.Builder
	fmt.Fprintf(&got, "%d %s, %d words\n", p.Line, p.Name.Value, p.Words)
	for i := range p.Blocks {
		b := &p.Blocks[i]
		fmt.Fprintf(&got, "%d code=%v h%d %q\n", b.Line, b.IsCode, b.Level, b.Quote())
		checkBlock(t, []byte(hiddenInput), b)
	}
	for _, link := range p.Links {
		fmt.Fprintf(&got, "%d link to %s: %q\n", link.Place.Line, link.Target, link.Text)
	}
	want := `4 Pond, 51 words
4 code=false h1 "Pond"
8 code=false h0 "Wet and deep, ` + "`{{#kept x}}`" + ` too."
11 code=false h0 "Beware of it."
16 code=true h0 "let a = 1; # escaped #[attribute]"
23 code=true h0 "# a comment"
27 code=false h0 "Notes"
28 code=false h0 "Some Markdown in it, a link."
29 code=false h0 "an item"
31 code=false h0 "More of it, indented by nobody."
37 code=false h0 "One"
37 code=false h0 "Two bold"
41 code=true h0 "let b = 2;"
44 code=false h0 "Done"
45 code=false h0 "Open ` + "`c&d`" + ` \\* &amp; and ref"
47 code=false h0 "Term"
48 code=false h0 "Meaning"
28 link to other.md: "a link"
45 link to #here: "` + "`c&d`" + ` * &"
45 link to ../r.md: "ref"
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	body := `# Pond { #pond .wet }



Wet  and  deep, ` + "`{{#kept x}}`" + ` too.

> [!NOTE]
> Beware *of* it.

` + "```rust,ignore\nlet a = 1;\n  # escaped\n#[attribute]\n```\n"
	if got, _, _ := strings.Cut(p.Body, "\n```sh"); got != body {
		t.Errorf("the body: -want +got:\n%s", cmp.Diff(body, got))
	}
}

// What is included from another file says so, also in the midst of a paragraph.
func TestComposed(t *testing.T) {
	own := []byte("# Pond\n\nNewts swim.\nmiddle\nFrogs jump.\n")
	other := []byte("x\nToads walk\nby night.\ny\n")
	cut := strings.Index(string(own), "middle")
	c := Composed{}
	whole := Composed{Text: own}
	c.Append(whole.Slice(0, cut))
	c.Append(Composed{Text: other[2:22], Pieces: []Piece{{File: "other.md", Offset: 2, Line: 2}}})
	c.Append(whole.Slice(cut+len("middle"), len(own)))
	p, faults, _ := ParseComposed(c, "pond.md", nil)
	if faults != nil || len(p.Blocks) != 2 {
		t.Fatal(p.Blocks, faults)
	}
	b := &p.Blocks[1]
	for word, want := range map[string]Place{
		"Newts": {"", 8, 3}, "Toads": {"other.md", 2, 2}, "night": {"other.md", 16, 3}, "Frogs": {"", 27, 5},
	} {
		at := b.Offset + strings.Index(string(b.Text), word)
		if got := b.Place(at); got != want {
			t.Errorf("%s is at %+v, want %+v", word, got, want)
		}
	}
	if want := "Newts swim. Toads walk by night. Frogs jump."; b.Quote() != want {
		t.Errorf("%q", b.Quote())
	}
}
