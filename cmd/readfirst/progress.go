package main

import (
	"context"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/readfirst/readfirst/loader"
)

// barDelay is how long a load may take before a bar shows how far it is: most are done by then.
var barDelay = 300 * time.Millisecond

// barBeat is how often a bar shows that the program is alive while nobody knows how far it is.
const barBeat = 150 * time.Millisecond

// bar shows on a terminal how far a load is. A nil bar shows nothing.
type bar struct {
	w     io.Writer
	timer *time.Timer

	mu      sync.Mutex
	visible bool // the delay is over
	stopped bool // by Ctrl-C; the store may still have to be waited for
	closed  bool
	at      loader.Progress
	shown   *progressbar.ProgressBar // of the stage at hand; nil: none yet
}

// newBar makes a bar for the terminal that errors go to; nil where that is none.
func (a *app) newBar(ctx context.Context) *bar {
	if !screenOf(a.err).terminal || os.Getenv("TERM") == "dumb" {
		return nil
	}
	b := &bar{w: a.err}
	b.mu.Lock() // beat waits until the timer is set
	defer b.mu.Unlock()
	b.timer = time.AfterFunc(barDelay, b.beat)
	context.AfterFunc(ctx, b.stop)
	return b
}

// stop shows at once that Ctrl-C was heard.
func (b *bar) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.clear()
	b.visible, b.stopped = true, true
	b.draw()
}

// progress is what a load is given to tell of its progress.
func (b *bar) progress() func(loader.Progress) {
	if b == nil {
		return nil
	}
	return func(p loader.Progress) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if p.Done == 0 {
			b.clear() // another stage
		}
		b.at = p
		b.draw()
	}
}

func (b *bar) beat() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return
	}
	b.visible = true
	b.draw()
	b.timer.Reset(barBeat)
}

// draw shows the state. A bar that can't be drawn is no reason to stop.
func (b *bar) draw() {
	if !b.visible || b.closed || b.at.Total == 0 {
		return
	}
	if b.shown == nil {
		b.shown = b.newStage()
	}
	if b.stopped || b.at.Stage == loader.Writing {
		_ = b.shown.RenderBlank() // the spinner's next picture
	} else {
		_ = b.shown.Set(b.at.Done)
	}
}

func (b *bar) newStage() *progressbar.ProgressBar {
	total, options := b.at.Total, []progressbar.Option{
		progressbar.OptionSetWriter(b.w), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(50 * time.Millisecond),
		progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false),
		progressbar.OptionSetSpinnerChangeInterval(0), // else it would draw by itself
	}
	switch {
	case b.stopped:
		options = append(options, progressbar.OptionSetDescription("Stopping"))
		total = -1
	case b.at.Stage == loader.Reading:
		options = append(options, progressbar.OptionSetDescription("Reading files"), progressbar.OptionShowCount())
	case b.at.Stage == loader.Searching:
		options = append(options, progressbar.OptionSetDescription("Searching texts"), progressbar.OptionShowCount())
	case b.at.Stage == loader.Writing:
		options = append(options, progressbar.OptionSetDescription("Writing "+count(total, "claim")))
		total = -1 // nobody knows how far it is
	}
	return progressbar.NewOptions(total, options...)
}

// clear takes what is shown from the screen.
func (b *bar) clear() {
	if b.shown != nil {
		_ = b.shown.Clear()
		b.shown = nil
	}
}

// close takes the bar away, before anything else is written.
func (b *bar) close() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.timer.Stop()
	b.clear()
	b.closed = true
}
