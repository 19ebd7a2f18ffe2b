package loader

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/listing"
	"github.com/readfirst/readfirst/loader/page"
)

// The examples in docs/formats.md are what they say they are.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../docs/formats.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := regexp.MustCompile("(?ms)^```(yaml|toml|text)\n(.*?)^```$").FindAllStringSubmatch(string(doc), -1)
	for _, example := range examples {
		checkExample(t, example[1], example[2])
	}
	slugs := regexp.MustCompile("`([^`]+)` → `([^`]+)`").FindAllStringSubmatch(string(doc), -1)
	for _, s := range slugs {
		if got := graph.Slug(s[1]); got != s[2] {
			t.Errorf("the slug of %s is %s, not %s", s[1], got, s[2])
		}
	}
	if len(examples) < 7 || len(slugs) < 8 {
		t.Errorf("%d examples and %d slugs found", len(examples), len(slugs))
	}
}

func checkExample(t *testing.T, language, example string) {
	t.Helper()
	var faults graph.Faults
	switch {
	case language == "text":
		if shape := listing.Detect(example); shape == listing.Unknown || len(listing.Parse(example, shape).Warnings) > 0 {
			t.Errorf("no listing without warnings:\n%s", example)
		}
	case strings.HasPrefix(example, "sources:"):
		newConfigReader(&config{file: file{typed: configName}}, &faults).read([]byte(example))
	case strings.HasPrefix(example, "- name:"):
		f := parsedFile{file: &file{path: "terms.yaml"}}
		f.words([]byte(example))
		faults = f.faults
	default:
		_, faults = page.Parse([]byte(example), "x.md")
	}
	if faults != nil {
		t.Errorf("%s:\n%s", faults, example)
	}
}
