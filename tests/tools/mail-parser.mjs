// Reads as much of a mail as the tests look at: unfolded headers with encoded words, and the text and HTML parts.

export function parseMail(raw) {
    const { headers, body } = split(raw);
    const parts = readParts(headers, body);
    return {
        headers,
        subject: decodeWords(headers['subject'] ?? ''),
        fromHeader: decodeWords(headers['from'] ?? ''),
        ...parseMailbox(headers['from'] ?? ''),
        messageId: (headers['message-id'] ?? '').replace(/^<|>$/g, ''),
        key: headers['x-cadenza-key'] ?? null,
        contentType: parts.map((part) => part.type).join(', '),
        text: parts.find((part) => part.type === 'text/plain')?.content ?? '',
        html: parts.find((part) => part.type === 'text/html')?.content ?? null,
    };
}

function split(raw) {
    const end = raw.indexOf('\r\n\r\n');
    const head = end < 0 ? raw : raw.slice(0, end);
    const headers = {};
    for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
        const colon = line.indexOf(':');
        if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }
    return { headers, body: end < 0 ? '' : raw.slice(end + 4) };
}

function readParts(headers, body) {
    const type = (headers['content-type'] ?? 'text/plain').split(';')[0].trim().toLowerCase();
    const boundary = /boundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1];
    if (!boundary) return [{ type, content: decode(headers['content-transfer-encoding'], body) }];
    return body
        .split(`--${boundary}`)
        .slice(1, -1)
        .flatMap((part) => {
            const inner = split(part.replace(/^\r\n/, '').replace(/\r\n$/, ''));
            return readParts(inner.headers, inner.body);
        });
}

function decode(encoding, text) {
    switch ((encoding ?? '7bit').toLowerCase()) {
        case 'base64':
            return Buffer.from(text, 'base64').toString('utf8');
        case 'quoted-printable':
            return decodeQuoted(text.replace(/=\r\n/g, ''));
        default:
            return text.replace(/(\r\n)+$/, '');
    }
}

function decodeWords(text) {
    return text
        .replace(/\?=\s+=\?/g, '?==?')
        .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind, word) =>
            kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : decodeQuoted(word.replace(/_/g, ' ')));
}

function decodeQuoted(text) {
    const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
}

// One mailbox by the letter of RFC 5322: a phrase of atoms, quoted strings and encoded words, then an address in angle
// brackets; or an address alone. Anything else has neither name nor address.
function parseMailbox(text) {
    const nobody = { fromName: null, fromAddress: null };
    const address = /^[^\s"(),:;<>@[\\\]]+@[^\s"(),:;<>@[\\\]]+$/u;
    if (address.test(text)) return { fromName: '', fromAddress: text };
    const mailbox = /^(.*?)\s*<([^<>]*)>$/su.exec(text);
    if (!mailbox || !address.test(mailbox[2])) return nobody;
    const words = [];
    const word = /\s*(?:"((?:[^"\\\r\n]|\\[^\r\n])*)"|([^\s"(),.:;<>@[\\\]]+))/uy;
    while (word.lastIndex < mailbox[1].length) {
        const match = word.exec(mailbox[1]);
        if (!match) return nobody;
        words.push(match[2] !== undefined ? { atom: match[2] } : { quoted: match[1].replace(/\\(.)/gsu, '$1') });
    }
    let name = '';
    let wasEncoded = false;
    for (const { atom, quoted } of words) {
        const isEncoded = atom !== undefined && /^=\?[^?]+\?[bq]\?[^?]*\?=$/iu.test(atom);
        if (name && !(isEncoded && wasEncoded)) name += ' ';
        name += isEncoded ? decodeWords(atom) : (atom ?? quoted);
        wasEncoded = isEncoded;
    }
    return { fromName: name, fromAddress: mailbox[2] };
}
