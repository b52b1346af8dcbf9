# What ./run, ./test and ./bench share. Sourced by them with $root set to the folder of the clone; works in bash 3.2.

say() { printf '%s\n' "$*"; }

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# global.json asks for .NET 10; the dotnet command fails in this folder when there is no such SDK.
require_dotnet() {
    command -v dotnet >/dev/null 2>&1 ||
        fail "The .NET SDK 10 is missing: get it from https://dot.net/download and make sure that 'dotnet' is on the PATH."
    (cd "$root" && dotnet --version >/dev/null 2>&1) ||
        fail "This needs the .NET SDK 10 (https://dot.net/download). Installed: $(cd / && dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ')"
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# build PROJECT: Release, quiet; nothing at all when no source is newer than the last build.
build() {
    local stamp="$root/$1/bin/Release/built" log
    [ -f "$stamp" ] && [ -z "$(newer_than "$stamp")" ] && return
    if [ -f "$stamp" ]; then say "Building $1 ..."; else say "Building $1 (the first time takes minutes) ..."; fi
    log=$(cd "$root" && dotnet build "$1" -c Release -v q -nologo --tl:off 2>&1) || fail "$log"
    touch "$stamp"
}

newer_than() {
    find "$root" \( -name bin -o -name obj -o -name node_modules -o -name .git -o -name .data -o -name .ci -o -name docs \) -prune -o \
        \( -type d -o -name '*.cs' -o -name '*.csproj' -o -name '*.props' -o -name '*.txt' -o -name '*.json' -o -name '*.sln' \) -newer "$1" -print |
        head -n 1
}

has_node() { command -v npm >/dev/null 2>&1 && command -v node >/dev/null 2>&1; }

# npm_install FOLDER: from its lock file, unless that is done already.
npm_install() {
    local folder="$root/$1"
    [ -f "$folder/node_modules/.package-lock.json" ] && [ ! "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ] && return
    say "Installing $1 ..."
    local log
    log=$(cd "$folder" && npm ci --no-audit --no-fund 2>&1) || fail "$log"
    touch "$folder/node_modules/.package-lock.json"
}

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port [FIRST]: the first free port from there on.
free_port() {
    local port=${1:-$((20000 + RANDOM % 20000))}
    until is_free "$port"; do port=$((port + 1)); done
    say "$port"
}

# http_status PORT PATH: the status that is answered, or nothing. No curl needed.
http_status() {
    (
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 0
        printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
        read -r -t 5 _ status _ <&3
        printf '%s' "$status"
    ) 2>/dev/null
}
