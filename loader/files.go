package loader

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/feed"
)

// maxFile is the most bytes that a file may have. It is checked before reading.
const maxFile = 16 << 20

// file is one file to read.
type file struct {
	path  string // within its source, with slashes
	typed string // the same, joined with the argument as typed, for faults
	open  func() (fs.File, error)

	// What a readfirst.yaml says of it under `pages:`; nil: nothing.
	more   *pageConfig
	config string // that readfirst.yaml, as typed

	chapter *chapter // what its book says of it; nil: it isn't in one

	marked int // bytes of a byte order mark before the text
}

// folder is the folder of the file's source, as typed.
func (f *file) folder() string { return strings.TrimSuffix(strings.TrimSuffix(f.typed, f.path), "/") }

// folder is a folder to read: on the disk, where links that lead out of it
// can't be opened, or within the program.
type folder struct {
	files fs.FS
	root  *os.Root // nil: within the program
}

var (
	pageEndings = []string{".md", ".markdown"}
	webEndings  = []string{".html", ".htm", ".xhtml"}
)

const listingEnding = ".txt"

func isPage(name string) bool { return hasEnding(name, pageEndings) }

func hasEnding(name string, endings []string) bool {
	return slices.Contains(endings, strings.ToLower(path.Ext(name)))
}

// isWeb says that a file is a saved web page by its name. Programs that save
// sites put queries behind the ending: "index.html?page=2", "index.html@page=2".
func isWeb(name string) bool {
	ending := strings.ToLower(path.Ext(name))
	if at := strings.IndexAny(ending, "?@"); at >= 0 {
		ending = ending[:at]
	}
	return slices.Contains(webEndings, ending)
}

func isWanted(name string) bool {
	return isPage(name) || isWeb(name) || strings.EqualFold(path.Ext(name), listingEnding)
}

// isFeed says that a file of a folder is a feed: its ending allows it and it begins as one.
func isFeed(dir fs.FS, name string) bool {
	if !hasEnding(name, feed.Endings) {
		return false
	}
	f, err := dir.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, feed.Enough))
	return err == nil && feed.IsFeed(head)
}

// walk lists the folder's wanted files, in byte order of their paths as walking gives them, but not
// those of the paths given. Links out of the folder can't be opened, and links to folders aren't followed.
func walk(dir fs.FS, typed string, without []string, faults *graph.Faults) (files []file, ignored int) {
	err := fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			faults.Add(graph.Place{File: join(typed, name)}, "make it readable", "%s", plainError(err))
			return skip(entry)
		case name == ".", name == configName, name == DecisionsName:
		case isHidden(entry), slices.Contains(without, name):
			return skip(entry)
		case entry.IsDir() && isAssets(dir, name):
			return fs.SkipDir
		case entry.IsDir():
		case !isFile(dir, name), !isWanted(entry.Name()) && !isFeed(dir, name): // a link out of the folder, a device
			ignored++
		default:
			files = append(files, fileIn(dir, name, typed))
		}
		return nil
	})
	if err != nil {
		faults.Add(graph.Place{File: typed}, "make it readable", "%s", plainError(err))
	}
	return files, ignored
}

// isAssets says that a folder holds the pictures and frames that a browser saved with a page: "Page_files" beside "Page.html".
func isAssets(dir fs.FS, name string) bool {
	page, found := strings.CutSuffix(name, "_files")
	return found && slices.ContainsFunc(webEndings, func(ending string) bool { return isFile(dir, page+ending) })
}

func skip(entry fs.DirEntry) error {
	if entry != nil && entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// fileIn is a file of a folder.
func fileIn(dir fs.FS, name, typed string) file {
	return file{path: name, typed: join(typed, name), open: func() (fs.File, error) { return dir.Open(name) }}
}

// read reads the file: UTF-8 text, without a byte order mark. false: it
// can't be read, and the fault says why.
func (f *file) read(faults *graph.Faults) ([]byte, bool) {
	data, ok := f.readBytes(faults)
	if !ok {
		return nil, false
	}
	return f.text(data, faults)
}

// readBytes reads the file as it is.
func (f *file) readBytes(faults *graph.Faults) ([]byte, bool) {
	data, err := f.readLimited()
	if err != nil {
		do := "make it readable"
		if errors.As(err, new(tooLarge)) {
			do = "split it"
		}
		faults.Add(graph.Place{File: f.typed}, do, "%s", plainError(err))
		return nil, false
	}
	return data, true
}

// text checks that the file's bytes are text.
func (f *file) text(data []byte, faults *graph.Faults) ([]byte, bool) {
	data, f.marked = withoutMark(data)
	if what, do, at := notText(data); what != "" {
		line := 1 + bytes.Count(data[:at], []byte{'\n'})
		faults.Add(graph.Place{File: f.typed, Line: line}, do, "%s", what)
		return nil, false
	}
	return data, true
}

// withoutMark takes a byte order mark away, and gives its length.
func withoutMark(data []byte) ([]byte, int) {
	text := bytes.TrimPrefix(data, []byte("\uFEFF"))
	return text, len(data) - len(text)
}

func (f *file) readLimited() ([]byte, error) {
	opened, err := f.open()
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, tooLarge(info.Size())
	}
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	_, err = data.ReadFrom(io.LimitReader(opened, maxFile+1))
	if data.Len() > maxFile { // it has grown since
		return nil, tooLarge(data.Len())
	}
	return data.Bytes(), err
}

// tooLarge is the error of a file of so many bytes.
type tooLarge int64

func (size tooLarge) Error() string {
	return fmt.Sprintf("the file has %d bytes, more than %d", int64(size), maxFile)
}

// notText says why data are no text, what to do, and at which byte it shows.
func notText(data []byte) (what, do string, at int) {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		return "the text is UTF-16", "save the file as UTF-8", 0
	}
	if zero := bytes.IndexByte(data, 0); zero >= 0 {
		return "a binary file, not text", "remove it or give it another ending", zero
	}
	if utf8.Valid(data) {
		return "", "", 0
	}
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return "the text is not valid UTF-8", "save the file as UTF-8", at
}

// join puts a path behind the argument as typed.
func join(typed, name string) string {
	if name == "." {
		return typed
	}
	if typed == "" || typed == "." {
		return name
	}
	return strings.TrimSuffix(filepath.ToSlash(typed), "/") + "/" + name
}

// plainError is the error without the operation and path, which the place says.
func plainError(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "there is no such file or folder"
	}
	return err.Error()
}

// ReadText reads a file that somebody named, with the limits and faults of a
// load: UTF-8 text, given without a byte order mark. false: the fault says why not.
func ReadText(name string, faults *graph.Faults) ([]byte, bool) {
	f := file{typed: name, open: func() (fs.File, error) { return os.Open(name) }}
	return f.read(faults)
}
