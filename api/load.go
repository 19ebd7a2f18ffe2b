package api

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"strings"

	"github.com/readfirst/readfirst/api/gen"
	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

// mostFaults is how many faults and warnings of a load are shown.
const mostFaults = 50

// loadFormats says what each format is, and the name of the file that a text alone of it would stand in.
var loadFormats = map[gen.LoadFormat]struct {
	format loader.Format
	file   string
}{
	gen.LoadFormatAuto: {loader.Auto, "text.md"}, gen.LoadFormatPages: {loader.Pages, "text.md"}, gen.LoadFormatTag: {loader.TagPage, "text.txt"},
	gen.LoadFormatChapters: {loader.Chapters, "text.txt"}, gen.LoadFormatVocabulary: {loader.Vocabulary, "text.txt"},
	gen.LoadFormatHTML: {loader.HTML, "text.html"}, gen.LoadFormatFeed: {loader.Feed, "text.xml"},
}

func (mutationResolver) Load(ctx context.Context, input gen.LoadInput, change *gen.ChangeOptions) (model.LoadPayload, error) {
	if err := checkList("files", len(input.Files)); err != nil {
		return model.LoadPayload{}, err
	}
	var warnings graph.Faults
	p, err := mutate(ctx, admin, change, func(who edit.Who) edit.Planner {
		var prepared *loader.Prepared
		return func(_ context.Context, g edit.Graph) (*edit.Plan, []edit.Refusal, error) {
			if r := mayLoad(g, input.Source, requestOf(ctx).engine.bundled); r != nil {
				return nil, []edit.Refusal{*r}, nil
			}
			var err error
			if prepared == nil {
				if prepared, err = prepare(ctx, input, who); err != nil {
					return refusedLoad(err)
				}
			}
			batch, found, err := prepared.Batch(ctx, g.State)
			if err != nil {
				return refusedLoad(err)
			}
			warnings = found
			return &edit.Plan{Batch: *batch, After: edit.NewGraph(g.State.With(batch))}, nil, nil
		}
	})
	if err != nil {
		return model.LoadPayload{}, err
	}
	if p.Warnings == nil { // the first time round
		p.Warnings = []string{}
		for _, w := range warnings[:min(mostFaults, len(warnings))] {
			p.Warnings = append(p.Warnings, w.Error())
		}
	}
	return model.LoadPayload{Payload: p}, nil
}

// mayLoad refuses to overwrite what isn't a client's.
func mayLoad(g edit.Graph, source string, bundled map[string]fs.FS) *edit.Refusal {
	have := g.State.Source(source)
	_, comes := bundled[source]
	switch {
	case strings.TrimSpace(source) == "":
		return &edit.Refusal{Code: edit.Invalid, Field: "source", Message: "give the source a name"}
	case comes, strings.HasPrefix(source, graph.BundledPrefix):
		return &edit.Refusal{Code: edit.Claimed, Field: "source", Message: "this name is for what comes with the program: choose another one"}
	case source == edit.Hand:
		return &edit.Refusal{Code: edit.Claimed, Field: "source", Message: "this name is for what is added one by one: choose another one"}
	case have != nil && have.Location != "":
		return &edit.Refusal{Code: edit.Claimed, Field: "source", Message: "the source was loaded from " + have.Location + ": load it there, or choose another name"}
	}
	return nil
}

// prepare reads what is to be loaded: the files of a folder that there is only in memory.
func prepare(ctx context.Context, input gen.LoadInput, who edit.Who) (*loader.Prepared, error) {
	how := loadFormats[input.Format]
	files := input.Files
	if input.Text != nil {
		files = append([]gen.FileInput{{Path: how.file, Text: *input.Text}}, files...)
	}
	folder, err := folderOf(files)
	if err != nil {
		return nil, err
	}
	bundled := map[string]fs.FS{}
	maps.Copy(bundled, requestOf(ctx).engine.bundled)
	bundled[input.Source] = folder
	return loader.Prepare(ctx, []string{input.Source}, loader.Options{Format: how.format, Source: input.Source, Bundled: bundled, By: who.By, Why: who.Why})
}

// folderOf makes a folder of files in memory.
func folderOf(files []gen.FileInput) (fs.FS, error) {
	var faults graph.Faults
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	seen := map[string]bool{}
	for _, f := range files {
		if !fs.ValidPath(f.Path) || f.Path == "." || strings.Contains(f.Path, "\\") || seen[f.Path] {
			faults.Add(graph.Place{File: f.Path}, "give each file a path of its own within the source, such as basics/pin.md", "this is no path of a file")
			continue
		}
		seen[f.Path] = true
		entry, err := w.CreateHeader(&zip.FileHeader{Name: f.Path, Method: zip.Store})
		if err == nil {
			_, err = entry.Write([]byte(f.Text))
		}
		if err != nil {
			return nil, err
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}

// refusedLoad makes refusals of faults; any other error is one.
func refusedLoad(err error) (*edit.Plan, []edit.Refusal, error) {
	faults, ok := errors.AsType[graph.Faults](err)
	if !ok {
		return nil, nil, err
	}
	var refusals []edit.Refusal
	for _, f := range faults[:min(mostFaults, len(faults))] {
		refusals = append(refusals, edit.Refusal{Code: edit.Invalid, Message: f.Error()})
	}
	return nil, refusals, nil
}
