# Sourced by the scripts that try packages: a scratch folder, and how answers are looked at.
source "$(dirname "${BASH_SOURCE[0]}")/../env.sh"
scratch="$(mktemp -d /var/tmp/resolutionflow-try.XXXXXX)"
# PostgreSQL and the image's user pass through it.
chmod 755 "$scratch"

# Asks for a path until it is answered, a minute at most.
answers() { # how to run curl, URL, what the answer has to hold
  local curl=$1 url=$2 words=$3 answer
  answer="$($curl --silent --fail --retry 60 --retry-delay 1 --retry-connrefused --max-time 60 "$url")" || die "$url does not answer"
  grep --quiet --fixed-strings -- "$words" <<<"$answer" || die "$url answers without “$words”: $answer"
}

# The pages and their styles are those of the package.
shows_pages() { # how to run curl, origin
  local curl=$1 origin=$2 style
  answers "$curl" "$origin/readyz" ready
  style="$($curl --silent --location "$origin/" | grep --only-matching --max-count 1 '/pkg/[^"]*\.css')" || die "The first page names no styles"
  answers "$curl" "$origin$style" '{'
}
