package webpage

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// scale is how much smaller the hostile pages are than they may be. LONG=1 has them whole.
func scale() int {
	if os.Getenv("LONG") != "" {
		return 1
	}
	return 50
}

// hostile pages go beyond what people write.
func hostile() map[string]string {
	scale := scale()
	const head = "<!doctype html><title>x</title>"
	times := func(n int, s string) string { return strings.Repeat(s, n/scale) }
	many := func(n int, s string) string { return head + times(n, s) }
	numbered := func(n int, format string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := range n / scale {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return map[string]string{
		"nested divisions":        many(100_000, "<div>"),
		"nested lists":            many(100_000, "<ul><li>"),
		"nested quotations":       head + strings.Repeat("<blockquote>", 200) + times(200_000, "x<br>"),
		"nested tables":           many(100_000, "<table><tr><td>"),
		"open formatting":         numbered(min(100*scale, 1000), "<font size=%d>") + times(200_000, "<div>x</div>"),
		"formatting in divisions": head + "<div>" + numbered(min(100*scale, 1000), "<b id=a%d>") + "</div>" + times(200_000, "<p>x</div>"),
		"unclosed links":          numbered(300_000, "<a href=%d>x"),
		"an attribute":            head + `<p title="` + times(8<<20, "x") + `">x</p>`,
		"attributes":              head + "<p " + times(2<<20, "a=b ") + ">x</p>",
		"other attributes":        "<p " + numbered(500_000, "a%d=b ") + ">x</p>",
		"entities":                many(2_000_000, "&amp;"),
		"long entities":           many(500_000, "&CounterClockwiseContourIntegral;"),
		"stars":                   many(3_000_000, "*"),
		"backticks":               head + "<p><code>" + times(1_000_000, "`") + "</code>",
		"brackets":                many(2_000_000, "["),
		"one word":                many(8<<20, "x"),
		"spaces":                  many(8<<20, " ") + "x",
		"commas":                  head + "<p>" + times(1_000_000, "a,"),
		"paragraphs":              many(190_000, "<p>x, y"),
		"line breaks":             head + "<p>" + times(190_000, "x<br>"),
		"links":                   numbered(90_000, `<li><a href="/%d">A title of several words</a>`),
		"cards":                   numbered(45_000, `<div class=card><h2><a href="/%d">A title of several words</a></h2><p>Text.</p></div>`),
		"classes":                 numbered(60_000, `<p class="c%d"><a href="/x">A title of several words</a> text</p>`),
		"kinds of links":          numbered(60_000, `<x%[1]d><a href="/a%[1]d">A title of words</a><a href="/b%[1]d">Another of words</a></x%[1]d>`),
		"headings":                many(190_000, "<h2>x</h2>"),
		"related headings":        many(100_000, "<h2>Related</h2>"),
		"asides":                  head + strings.Repeat(`<div class=nav>`, 200) + times(100_000, "<p>x</p>") + "<h1>x",
		"itemprops":               head + `<div itemscope>` + strings.Repeat("<div itemprop=a>", 200) + times(100_000, "<p>text</p>"),
		"itemscopes":              head + strings.Repeat("<div itemscope itemprop=x>", 200) + times(100_000, "<i itemprop=y>x</i>"),
		"data":                    head + `<script type="application/ld+json">` + times(100_000, `{"a":`) + `</script><p>x`,
		"lists in data":           head + `<script type="application/ld+json">` + times(9_000, `[`) + times(9_000, `]`) + `</script><p>x`,
		"data that are a circle":  head + `<script type="application/ld+json">{"@type":"Article","@id":"#a","name":{"@id":"#a"},"author":{"@id":"#a"},"isPartOf":{"@id":"#a"},"url":{"@id":"#a"}}</script><p>x`,
		"cells":                   head + "<table>" + strings.Repeat("<tr>"+strings.Repeat("<td colspan=1000 rowspan=1000>x", 20), 5_000/scale),
		"wide table":              head + "<table><tr>" + times(100_000, "<td>x") + times(2_000, "<tr><td>y"),
		"script":                  head + "<script>" + times(1_000_000, "</scrip"),
		"comments":                many(1_000_000, "<!---->"),
		"a comment":               head + "<!--" + times(8<<20, "-"),
		"vectors":                 many(90_000, "<svg><path d=x></svg>"),
		"misnested":               many(50_000, "<b><p><i></b></p></i>"),
		"selects":                 many(100_000, "<select><option><select>"),
		"definitions":             many(60_000, "<dl><dt>x<dd>y</dl>"),
		"code":                    many(190_000, "<code>x</code> "),
		"nested code":             head + strings.Repeat("<code>", 200) + times(500_000, "x "),
		"spans":                   many(190_000, "<span>x</span>"),
		"series":                  head + `<div class=series>` + numbered(40_000, `<ol><li><a href="/%d" class=current>Part</a><li>x</ol>`),
		"dates":                   many(190_000, "<time>2024-01-01</time>"),
		"half tags":               many(3_000_000, "<"),
		"ends":                    many(1_000_000, "</p>"),
	}
}

// Reading a page ends soon, with a fault or without: how its time grows shows with LONG=1, when
// the pages are as large as they may be.
func TestHostile(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			text, err := Decode([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			for _, form := range []Form{Any, Article, Chapters} {
				if p, faults := Read(text, "x.html", form); (p == nil) != (len(faults) > 0) {
					t.Error(p, faults)
				}
			}
		})
	}
}

// What goes beyond a limit is refused with what it is.
func TestLimits(t *testing.T) {
	for page, want := range map[string]string{
		strings.Repeat("<div>\n", 300):        ":257: more than 256 elements within each other",
		strings.Repeat("<ul><li>", 300):       "more than 256 elements within each other",
		strings.Repeat("<p>x", maxElements+1): ":1: more than 200000 elements",
		"<div>" + strings.Repeat("<b id=x>", 200) + "</div>" + strings.Repeat("\n<p>x</p>", 9_000): "too many elements that aren't closed",
		"<frameset><frame src=a></frameset>": ":1: the page has no body",
	} {
		_, faults := Read([]byte("<!doctype html>"+page), "x.html", Any)
		if !strings.Contains(faults.Error(), want) {
			t.Errorf("%.40s: %v, want %s", page, faults, want)
		}
	}
}
