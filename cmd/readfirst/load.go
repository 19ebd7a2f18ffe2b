package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/readfirst/readfirst/corpus"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader"
)

func (a *app) load() *cobra.Command {
	var format string
	var verbose bool
	options := loader.Options{Bundled: corpus.Bundled()}
	cmd := &cobra.Command{
		Use:   "load [PATH...]",
		Short: "Put pages and listings into the graph",
		Long: `load reads folders of Markdown pages and saved listings (tag pages, chapter indexes),
and makes the graph say what they now say: what is gone from them goes from the
graph, and loading the same again changes nothing. If anything is wrong with them,
every fault is told with its file and line, and nothing is changed. Without a
path it loads what the readfirst.yaml in this folder names, or in one above.`,
		Example: `  readfirst load notes/
  readfirst load notes/ --dry-run
  readfirst load saved/tag-page.txt --source "my favourite blog"
  readfirst load corpus:rust`,
		ValidArgsFunction: cobra.FixedCompletions([]string{corpus.Rust}, cobra.ShellCompDirectiveDefault),
		RunE: func(cmd *cobra.Command, args []string) error {
			var known bool
			if options.Format, known = loader.ParseFormat(format); !known {
				return wrongUse("there is no format %q: write %s", format, nameList(loader.FormatNames(), " or ", itself))
			}
			if len(args) == 0 {
				var err error
				if args, err = a.whatIsHere(); err != nil {
					return err
				}
			}
			return a.runLoad(cmd.Context(), args, options, verbose)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", "auto", "what the files hold: `FORMAT` is pages, html (saved articles), feed, tag (a blog's tag page), chapters (a chapter index), book (an mdBook), track (of Exercism), vocabulary (a list of names), or auto: seen from the content")
	flags.StringVar(&options.Source, "source", "", "a `NAME` for what is loaded; loading under the same name again replaces it (default the folder's or file's)")
	dryRunFlags(cmd, &options.DryRun, &verbose)
	flags.StringVar(&options.By, "by", os.Getenv("USER"), "`WHO` loads it, for the history")
	flags.StringVar(&options.Why, "why", "", "why, in a `SENTENCE`, for the history")
	flags.Lookup("by").DefValue = "" // help must not depend on who reads it
	a.completeFlag(cmd, "format", cobra.FixedCompletions(loader.FormatNames(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// dryRunFlags are the flags of commands that can tell what they would do.
func dryRunFlags(cmd *cobra.Command, dryRun, verbose *bool) {
	flags := cmd.Flags()
	flags.BoolVar(dryRun, "dry-run", false, "write nothing, and show what would be added, changed and removed")
	flags.BoolVarP(verbose, "verbose", "v", false, fmt.Sprintf("show all of it, not only the first %d of each sort", mostEdits))
}

// whatIsHere is what a load without paths means.
func (a *app) whatIsHere() ([]string, error) {
	dir, ok := loader.FindConfig(".")
	if !ok {
		return nil, wrongUse("what is to be loaded? There is no readfirst.yaml here or above: name a path, or let %s write one", a.command("init"))
	}
	if dir != "." {
		a.note("loading what %s names", filepath.Join(dir, "readfirst.yaml"))
	}
	return []string{dir}, nil
}

func (a *app) runLoad(ctx context.Context, paths []string, options loader.Options, verbose bool) (err error) {
	into, named, err := a.openToWrite(ctx, options.DryRun)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, into.Close()) }()
	bar := a.newBar(ctx)
	options.Progress = bar.progress()
	report, err := loader.Load(ctx, into, paths, options)
	bar.close()
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, reportViewOf(report, options.DryRun))
	}
	a.writeReport(report, options.DryRun, verbose)
	first := report.Change.Revision == 1 && !report.Change.Empty() && !options.DryRun
	if first && !named && !loaded(report, corpus.Rust) {
		a.sheet().line("The bundled corpus is not in this store: ", a.command("load", corpus.Rust), " adds it.")
	}
	return nil
}

func loaded(report *loader.Report, source string) bool {
	for _, s := range report.Sources {
		if s.ID == source {
			return true
		}
	}
	return false
}

// fillIfNew puts the bundled corpus into a store that has never held anything,
// so that a first question has an answer. One that it has filled earlier is renewed.
func (a *app) fillIfNew(ctx context.Context, into store) error {
	revision, err := into.Revision(ctx)
	switch {
	case err != nil:
		return err
	case revision > 0:
		return a.renew(ctx, into)
	}
	report, err := loader.Load(ctx, into, []string{corpus.Rust}, loader.Options{Bundled: corpus.Bundled(), Why: "first use"})
	if err != nil {
		return fmt.Errorf("the bundled corpus can't be loaded: %w", err)
	}
	source := report.Sources[0]
	a.note("your graph was empty; it now has the bundled %s: %s and %s",
		source.ID, count(source.Concepts, "concept"), count(source.Articles, "article"))
	return nil
}

// renew sees to it that the corpus of an older program doesn't stay for ever in a store that
// it came into by itself: where it is all there is, this program's takes its place; else people are told.
func (a *app) renew(ctx context.Context, into store) error {
	lister, ok := into.(interface {
		Sources(ctx context.Context) ([]graph.Source, error)
	})
	if !ok {
		return nil
	}
	sources, err := lister.Sources(ctx)
	if err != nil {
		return err
	}
	bundled := corpus.Bundled()
	i := slices.IndexFunc(sources, func(s graph.Source) bool { return s.ID == corpus.Rust })
	if i < 0 || sources[i].Version == loader.Version(bundled[corpus.Rust]) {
		return nil
	}
	if len(sources) == 1 {
		if _, err = loader.Load(ctx, into, []string{corpus.Rust}, loader.Options{Bundled: bundled, Why: "a new version of the program"}); err == nil {
			a.note("this program brings another version of %s: your graph has it now", corpus.Rust)
			return nil
		}
		if ctx.Err() != nil {
			return err
		}
	}
	a.note("this program brings another version of %s than your graph has: %s", corpus.Rust, a.command("load", corpus.Rust))
	return nil
}

// claimKinds are the sorts of claims that a report counts.
var claimKinds = []struct {
	kind graph.ClaimKind
	name string
}{
	{graph.OfConcept, "concept"}, {graph.OfArticle, "article"}, {graph.OfSeries, "series"},
	{graph.OfMention, "mention"}, {graph.OfLink, "link"}, {graph.OfDecision, "decision"},
}

// writeReport tells people what a load found and did.
func (a *app) writeReport(report *loader.Report, dryRun, verbose bool) {
	s := a.sheet()
	for i := range report.Sources {
		a.writeSource(s, &report.Sources[i])
	}
	for _, d := range report.Decisions {
		s.line(count(d.Decisions, "decision"), " in ", clean(d.File))
	}
	for _, w := range report.Warnings {
		s.text("Warning: ", w.Error(), s.accent)
	}
	if dryRun && !report.Change.Empty() {
		s.line()
	}
	a.writeChange(s, report.Change, dryRun, verbose)
}

// writeChange tells people what became of the graph, or would become of it.
func (a *app) writeChange(s *sheet, change *graph.Change, dryRun, verbose bool) {
	if !dryRun {
		s.text("", whatChanged(change), s.bold)
		return
	}
	if !change.Empty() {
		a.writeDifference(s, change, verbose)
		s.line()
	}
	s.text("", whatWouldChange(change), s.bold)
}

func (a *app) writeSource(s *sheet, r *loader.SourceReport) {
	s.line(s.bold.Render(clean(r.ID)))
	found := nameList([]string{count(r.Concepts, "concept"), count(r.Articles, "article"), count(r.Links, "link"),
		count(r.Mentions, "mention")}, " and ", itself)
	s.text("  ", found+" in "+count(r.Files, "file")+leftOut(r), plain)
	for _, series := range r.Series {
		s.text("  Series ", series.Name+": "+count(series.Articles, "article")+missing(series.Missing), plain)
	}
	for _, chapter := range r.Announced {
		s.text("  Not there yet: ", fmt.Sprintf("%s (%s)", chapter.Title, chapter.Status), plain)
	}
	if r.Inferred > 0 {
		s.text("  ", fmt.Sprintf("%s from its texts, so only suggested: %s", verb(r.Inferred, "1 more link follows", fmt.Sprintf("%d more links follow", r.Inferred)),
			a.command("suggestions")), plain)
	}
	if r.Suggested > 0 {
		s.text("  ", fmt.Sprintf("%s only suggested: %s", verb(r.Suggested, "1 concept is", fmt.Sprintf("%d concepts are", r.Suggested)),
			a.command("suggestions")), plain)
	}
}

func itself(s string) string { return s }

func leftOut(r *loader.SourceReport) string {
	var parts []string
	if r.Drafts > 0 {
		parts = append(parts, count(r.Drafts, "draft"))
	}
	if r.Ignored > 0 {
		parts = append(parts, count(r.Ignored, "file")+" of other sorts")
	}
	if len(parts) == 0 {
		return ""
	}
	return "; left out: " + strings.Join(parts, ", ")
}

func missing(parts []int) string {
	if len(parts) == 0 {
		return ""
	}
	numbers := nameList(parts, " and ", func(part int) string { return fmt.Sprint(part) })
	return verb(len(parts), "; part "+numbers+" is missing", "; parts "+numbers+" are missing")
}

// whatChanged says in a sentence what became of the graph.
func whatChanged(change *graph.Change) string {
	if change.Empty() {
		return fmt.Sprintf("No change: the graph has all of this already (revision %d).", change.Revision)
	}
	text := strings.Join(counted(change, "added", "changed", "removed"), "; ")
	if text == "" { // a source that says nothing, or has moved
		text = "noted the source"
	}
	return fmt.Sprintf("%s%s (now revision %d).", strings.ToUpper(text[:1]), text[1:], change.Revision)
}

// whatWouldChange says in a sentence what a dry run found.
func whatWouldChange(change *graph.Change) string {
	if change.Empty() {
		return fmt.Sprintf("Nothing would change: the graph has all of this already (revision %d).", change.Revision)
	}
	text := strings.Join(counted(change, "add", "change", "remove"), "; ")
	if text == "" {
		text = "note the source"
	}
	return "Would " + text + ". Nothing was written: this was a dry run."
}

// counted counts edits by what was done, in the words given, and sort.
func counted(change *graph.Change, words ...string) []string {
	var parts []string
	for op, word := range words {
		var things []string
		for _, k := range claimKinds {
			added, changed, removed := change.Count(k.kind)
			if n := []int{added, changed, removed}[op]; n > 0 {
				things = append(things, amount(n, k.name))
			}
		}
		if len(things) > 0 {
			parts = append(parts, word+" "+nameList(things, " and ", itself))
		}
	}
	return parts
}

func amount(n int, thing string) string {
	if thing == "series" {
		return fmt.Sprintf("%d series", n)
	}
	return count(n, thing)
}

// reportView is a load's report for programs.
type reportView struct {
	Sources   []loader.SourceReport    `json:"sources"`
	Decisions []loader.DecisionsReport `json:"decisions"`
	Warnings  []faultView              `json:"warnings"`
	Change    changeView               `json:"change"`
}

// changeView counts what was changed, by sort of claim. Of a dry run it has all edits, too.
type changeView struct {
	Revision   graph.Revision       `json:"revision"`
	Changed    bool                 `json:"changed"`
	DryRun     bool                 `json:"dryRun"` // nothing was written; the revision would be that
	Edits      map[string]editsView `json:"edits"`
	Difference []editView           `json:"difference,omitzero"`
}

type editsView struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
	Removed int `json:"removed"`
}

func changeViewOf(change *graph.Change, dryRun bool) changeView {
	view := changeView{Revision: change.Revision, Changed: !change.Empty(), DryRun: dryRun, Edits: map[string]editsView{}}
	for _, k := range claimKinds {
		added, changed, removed := change.Count(k.kind)
		view.Edits[strings.ToLower(k.kind.String())] = editsView{added, changed, removed}
	}
	if dryRun {
		view.Difference = editViews(change)
	}
	return view
}

func reportViewOf(report *loader.Report, dryRun bool) reportView {
	view := reportView{Sources: report.Sources, Decisions: report.Decisions, Warnings: faultViews(report.Warnings), Change: changeViewOf(report.Change, dryRun)}
	for i := range view.Sources {
		s := &view.Sources[i]
		s.Series, s.Announced = some(s.Series), some(s.Announced)
		for j := range s.Series {
			s.Series[j].Missing = some(s.Series[j].Missing)
		}
	}
	return view
}
