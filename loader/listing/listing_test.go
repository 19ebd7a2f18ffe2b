package listing

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the results into the test data")

// The test data are pairs of an input and what is read from it.
func TestGolden(t *testing.T) {
	forEachFile(t, func(t *testing.T, archive *txtar.Archive) {
		for i := 0; i+1 < len(archive.Files); i += 2 {
			input, want := string(archive.Files[i].Data), &archive.Files[i+1]
			got := []byte(render(input))
			if diff := cmp.Diff(string(want.Data), string(got)); diff != "" && !*update {
				t.Errorf("input %d, -want +got:\n%s", i/2+1, diff)
			}
			want.Data = got
		}
	})
}

// How a file was saved makes no difference.
func TestSavedOtherwise(t *testing.T) {
	forEachFile(t, func(t *testing.T, archive *txtar.Archive) {
		for i := 0; i < len(archive.Files); i += 2 {
			input := string(archive.Files[i].Data)
			want := render(input)
			for name, saved := range map[string]string{
				"CRLF":                strings.ReplaceAll(input, "\n", "\r\n"),
				"spaces at the ends":  strings.ReplaceAll(input, "\n", " \t \n"),
				"indented":            "  " + strings.ReplaceAll(input, "\n", "\n  "),
				"no last line end":    strings.TrimSuffix(input, "\n"),
				"a byte order mark":   "\uFEFF" + input,
				"hard spaces at ends": strings.ReplaceAll(input, "\n", "\u00A0\n"),
			} {
				if diff := cmp.Diff(want, render(saved)); diff != "" {
					t.Errorf("input %d with %s, -want +got:\n%s", i/2+1, name, diff)
				}
			}
		}
	})
}

// Offsets point at what they claim to point at.
func TestOffsets(t *testing.T) {
	forEachFile(t, func(t *testing.T, archive *txtar.Archive) {
		for i := 0; i < len(archive.Files); i += 2 {
			checkOffsets(t, string(archive.Files[i].Data))
		}
	})
}

// One listing of each shape, written in the ways that people write them, says the same.
func TestWrittenOtherwise(t *testing.T) {
	const tag = "A description that has lost its title. It has two sentences.\nTag: ponds\n" +
		"Quiet Water Series Part 4: Frogs at Night – Calls and the Moon\nFrogs call when it is warm. Listen.\n" +
		"Quiet Water Series Part 2: Newts, Mostly\nNewts are shy, but not that shy.\n"
	const chapters = "A kicker · for readers\nPond works\n\nPond works\n\nThree mechanisms, one pond.\n\n" +
		"01Live\n\nThe water cycle\n\nRain and outflow. Where it goes.\n\nrain · run-off · Frogs/Toads\nRead\n" +
		"02Live\n\nWinter & ice\n\nWhat freezes first.\n\nice · snow\nRead\n"
	for _, c := range []struct{ input, pattern, replacement string }{
		{tag, `Part (\d): `, "Part $1 – "}, {tag, `Part (\d): `, "Part $1 — "}, {tag, `Part (\d): `, "Part $1 - "},
		{tag, `Part (\d): `, "(Part $1): "}, {tag, ` Part (\d): `, ", Part $1: "}, {tag, `Part (\d): `, "part $1: "},
		{tag, `Part (\d): `, "Part #$1: "}, {tag, `Part (\d): `, "Part $1 of 9: "}, {tag, `Part (\d): `, "Part $1. "},
		{tag, `(?m)^(.*) Part (\d): (.*)$`, "$1: $3 (Part $2)"}, {tag, `(?m)^(.*) Part (\d): (.*)$`, "Part $2 of the $1: $3"},
		{tag, `Part 4`, "Part IV"}, {tag, `\n`, "\n\n"}, {tag, `Tag: .*\n`, ""}, {tag, `Tag: .*`, "Tags: ponds, water"},
		{tag, `(?s)^(A.*?\n)(Tag.*?\n)`, "$2$1"}, {tag, `^`, "The Pond Post\n"},
		{chapters, `\n\n+`, "\n"}, {chapters, `\n`, "\n\n"}, {chapters, `0(\d)Live`, "$1 Live"}, {chapters, `0(\d)Live`, "$1. Live"},
		{chapters, `(\d)Live`, "$1"}, {chapters, `(\d)Live`, "$1\nLive"}, {chapters, `(\d)Live`, "$1 · Published"}, {chapters, `Live`, "LIVE"},
		{chapters, ` · `, " • "}, {chapters, ` · `, " | "}, {chapters, ` · `, "·"}, {chapters, `Read\n`, ""}, {chapters, `Read\n`, "Read more →\n"},
	} {
		changed := regexp.MustCompile(c.pattern).ReplaceAllString(c.input, c.replacement)
		if diff := cmp.Diff(essence(c.input), essence(changed)); diff != "" {
			t.Errorf("%q for %q, -want +got:\n%s\n%s", c.replacement, c.pattern, diff, changed)
		}
	}
}

// essence is what a listing says, without where and in which words for its status.
func essence(input string) []string {
	l := Parse(input, Detect(input))
	said := []string{fmt.Sprint(len(l.Warnings), " warnings")}
	for _, e := range l.Entries {
		s := fmt.Sprintf("%s %d %q %v %d:", e.Series, e.Part, e.Title.Text, e.Readable, len(e.Description))
		for _, key := range e.Keys {
			s += " " + key.Text
		}
		said = append(said, s)
	}
	return said
}

func checkOffsets(t *testing.T, input string) {
	t.Helper()
	for _, shape := range []Shape{TagPage, Chapters} {
		for _, e := range Parse(input, shape).Entries {
			for _, line := range append(append([]Line{e.Title, e.KeyLine}, e.Description...), e.Keys...) {
				if !strings.HasPrefix(input[line.Offset:], line.Text) {
					t.Errorf("line %d %q isn't at byte %d", line.Number, line.Text, line.Offset)
				}
				if line.Given() && 1+strings.Count(input[:line.Offset], "\n") != line.Number {
					t.Errorf("%q isn't on line %d", line.Text, line.Number)
				}
			}
			if e.Title.Text == "" {
				t.Error("an entry without a title")
			}
			if e.Part > 0 && e.Series == "" {
				t.Errorf("part %d of nothing", e.Part)
			}
		}
	}
}

func forEachFile(t *testing.T, check func(*testing.T, *txtar.Archive)) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no test data", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			check(t, archive)
			if *update {
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func render(input string) string {
	shape := Detect(input)
	words := [...]string{"unknown", "tag page", "chapter index"}
	var b strings.Builder
	fmt.Fprintln(&b, words[shape])
	if shape == Unknown {
		return b.String()
	}
	l := Parse(input, shape)
	for _, e := range l.Entries {
		fmt.Fprint(&b, e.Title.Number)
		if e.Series != "" {
			fmt.Fprintf(&b, " [%s] part %d", e.Series, e.Part)
		}
		fmt.Fprintf(&b, " %q", e.Title.Text)
		if e.Status != "" {
			fmt.Fprintf(&b, " (%s)", e.Status)
		}
		if !e.Readable {
			fmt.Fprint(&b, " not readable")
		}
		fmt.Fprintln(&b)
		for _, line := range e.Description {
			fmt.Fprintf(&b, "  %q\n", line.Text)
		}
		if len(e.Keys) > 0 {
			keys := make([]string, len(e.Keys))
			for i, key := range e.Keys {
				keys[i] = key.Text
			}
			fmt.Fprintf(&b, "  keys: %s\n", strings.Join(keys, "; "))
		}
	}
	for _, w := range l.Warnings {
		fmt.Fprintf(&b, "warning %d: %s: %s\n", w.Place.Line, w.What, w.Do)
	}
	return b.String()
}

func fuzzInputs(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(archive.Files); i += 2 {
			f.Add(string(archive.Files[i].Data))
		}
	}
}

func FuzzTagPage(f *testing.F) {
	fuzzInputs(f)
	f.Fuzz(func(t *testing.T, input string) { checkOffsets(t, input); Detect(input) })
}

func FuzzChapters(f *testing.F) {
	fuzzInputs(f)
	f.Fuzz(func(t *testing.T, input string) {
		for _, e := range Parse(input, Chapters).Entries {
			for _, key := range e.Keys {
				if key.Offset < e.KeyLine.Offset || key.Offset+len(key.Text) > e.KeyLine.Offset+len(e.KeyLine.Text) {
					t.Errorf("key %q lies outside of its list", key.Text)
				}
			}
		}
	})
}
