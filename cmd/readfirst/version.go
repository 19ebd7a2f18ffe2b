package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// versionView is what is known of the build.
type versionView struct {
	Version  string  `json:"version"`
	Commit   *string `json:"commit"`
	Modified bool    `json:"modified"`
	Go       string  `json:"go"`
	Platform string  `json:"platform"`
}

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which readfirst this is",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := buildVersion()
			if a.json {
				return printJSON(a.out, v)
			}
			line := "readfirst " + v.Version
			if v.Commit != nil {
				line += ", commit " + *v.Commit
				if v.Modified {
					line += " with changes"
				}
			}
			_, err := fmt.Fprintf(a.out, "%s, %s, %s\n", line, v.Go, v.Platform)
			return err
		},
	}
}

func buildVersion() versionView {
	v := versionView{Version: "unknown", Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Version = info.Main.Version
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			v.Commit = orNull(setting.Value[:min(12, len(setting.Value))])
		case "vcs.modified":
			v.Modified = setting.Value == "true"
		}
	}
	return v
}
