#!/usr/bin/env pwsh
# Builds and starts Cadenza on this machine; needs the .NET SDK alone. The same as ./run, where there is no bash: see ./run.ps1 -Help.
# It is the .NET tool "cadenza run" (src/Local), from the sources.
param(
    [ValidateRange(0, 65535)] [int] $Port = 7071,
    [switch] $Demo,
    [string] $Data = (Join-Path $PSScriptRoot '.data'),
    [switch] $Help
)

$ErrorActionPreference = 'Stop'
if ($Help) {
    Write-Output './run.ps1 [-Port N] [-Demo] [-Data FOLDER]'
    Write-Output ''
    Write-Output 'Builds and starts Cadenza. Data and the development key are kept in .data; Ctrl-C stops it.'
    Write-Output 'Settings come from the environment, as in $env:Smtp__Host = "localhost"; local.settings.sample.json names them.'
    exit 0
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    Write-Error "The .NET SDK 10 is missing: get it from https://dot.net/download and make sure that 'dotnet' is on the PATH."
    exit 1
}

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
$local = Join-Path $PSScriptRoot 'src/Local'
Write-Output 'Building src/Local (the first time takes minutes) ...'
dotnet build $local -c Release -v q -nologo --tl:off
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$words = @('run', '--port', "$Port", '--data', $Data)
if ($Demo) { $words += '--demo' }
dotnet (Join-Path $local 'bin/Release/net10.0/Cadenza.Local.dll') @words
exit $LASTEXITCODE
