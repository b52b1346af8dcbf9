#!/usr/bin/env pwsh
# Runs the tests: all of them, or those whose full name contains the argument. The same as ./test, where there is no bash.
param(
    [string] $Filter = '',
    [switch] $Help
)

$ErrorActionPreference = 'Stop'
if ($Help) {
    Write-Output './test.ps1 [FILTER]   runs all tests, or those whose full name contains FILTER;'
    Write-Output "                      a FILTER with = or ~ is an expression of 'dotnet test --filter'"
    exit 0
}

$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_NOLOGO = '1'
if (Get-Command npm -ErrorAction SilentlyContinue) {
    foreach ($folder in @('tools/azurite', 'tests/tools')) {
        $path = Join-Path $PSScriptRoot $folder
        if (-not (Test-Path (Join-Path $path 'node_modules'))) {
            Push-Location $path
            try { npm ci --no-audit --no-fund } finally { Pop-Location }
            if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
        }
    }
}
else {
    Write-Output 'Node is not installed: tests that need Azurite or a real SMTP server are left out and counted as skipped.'
}

Write-Output 'Building ...'
dotnet build (Join-Path $PSScriptRoot 'Functions.sln') -c Release -v q -nologo --tl:off
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

$words = @()
if ($Filter -match '[=~]') { $words = @('--filter', $Filter) }
elseif ($Filter) { $words = @('--filter', "FullyQualifiedName~$Filter") }

$broken = @()
foreach ($project in Get-ChildItem (Join-Path $PSScriptRoot 'tests') -Directory -Filter '*.Tests') {
    Write-Output "Running $($project.Name) ..."
    dotnet test $project.FullName -c Release --no-build --nologo @words
    if ($LASTEXITCODE -ne 0) { $broken += $project.Name }
}

if ($broken) {
    Write-Output "Failed: $($broken -join ', ')"
    exit 1
}
Write-Output 'All passed.'
