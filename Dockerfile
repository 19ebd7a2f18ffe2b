# syntax=docker/dockerfile:1
FROM golang:1.26.8 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/ ./cmd/readfirst ./internal/probe && \
    mkdir /out/data

# Two static programs and the certificates of the web: nothing else is in the image, no shell either.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/readfirst /out/probe /bin/
COPY --from=build --chown=65532:65532 /out/data /var/lib/readfirst
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["/bin/probe", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["/bin/readfirst"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
