// A real SMTP server for the tests. It is told how to behave by JSON lines on its input, and ends when that ends.
//   node smtp-server.mjs '{"port":0,"security":"none|starttls|tls","key":"PEM","cert":"PEM","username":"u","password":"p",
//                          "accessToken":"t","mechanisms":["PLAIN","LOGIN","CRAM-MD5","XOAUTH2"],"size":1000,"withoutUtf8":true}'
// With an access token XOAUTH2 is the one mechanism.
// Its output is JSON lines: first {"event":"listening","port":25}, then {"event":"mail",…} for each mail it accepted.
// With "quiet":true mails are counted and thrown away instead.
// Each line of input is answered by {"event":"done","accepted":0,"open":0}, with the numbers of mails accepted and
// connections open, after which all mails accepted before have been reported. An empty one
// does nothing else; any other sets the behavior whole:
//   {"reject":[{"pattern":"^no","code":550,"text":"…"}],   recipients to refuse, by pattern of the address
//    "refuseSender":{"code":550,"text":"…"},               answer to every MAIL
//    "busyShare":0.1,                                      part of all mails refused for now, at random
//    "refuseData":{"code":552,"text":"…"},                 answer to the end of every mail
//    "latencyMilliseconds":0,                              wait before the answer to each mail
//    "atData":"accept|drop|acceptAndDrop|hang|dropEarly"}  what to do when a mail is complete, or, early, has begun
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';
import { parseMail } from './mail-parser.mjs';

const options = JSON.parse(process.argv[2] ?? '{}');
const isSecured = ['starttls', 'tls'].includes(options.security);
let behavior = {};
let accepted = 0;
const connections = { open: 0, most: 0, made: 0 };

const server = new SMTPServer({
    authOptional: !options.username,
    allowInsecureAuth: true,
    authMethods: options.accessToken ? ['XOAUTH2'] : (options.mechanisms ?? ['PLAIN', 'LOGIN']),
    secure: options.security === 'tls',
    size: options.size,
    hideSMTPUTF8: options.withoutUtf8,
    disabledCommands: [...(options.security === 'starttls' ? [] : ['STARTTLS']), ...(options.username ? [] : ['AUTH'])],
    key: options.key,
    cert: options.cert,
    disableReverseLookup: true,
    onConnect(session, done) {
        connections.made++;
        connections.open++;
        connections.most = Math.max(connections.most, connections.open);
        done();
    },
    onClose() {
        connections.open--;
    },
    onAuth(auth, session, done) {
        const { accessToken } = options;
        const isRight = accessToken
            ? auth.accessToken === accessToken
            : auth.method === 'CRAM-MD5' ? auth.validatePassword(options.password) : auth.password === options.password;
        if (auth.username === options.username && isRight) done(null, { user: `${auth.username} ${auth.method}` });
        else if (accessToken) done(null, { data: { status: '401', schemes: 'bearer' } });
        else done(failure(535, 'Credentials are wrong'));
    },
    onMailFrom(address, session, done) {
        if (isSecured && !session.secure) done(failure(530, 'STARTTLS first'));
        else if (behavior.refuseSender) done(failure(behavior.refuseSender.code, behavior.refuseSender.text ?? 'Refused'));
        else done();
    },
    onRcptTo(address, session, done) {
        const rule = (behavior.reject ?? []).find(({ pattern }) => new RegExp(pattern).test(address.address));
        done(rule ? failure(rule.code, rule.text ?? `Refused ${address.address}`) : undefined);
    },
    onData(stream, session, done) {
        if (behavior.atData === 'dropEarly') return drop(session);
        const chunks = [];
        stream.on('data', (chunk) => options.quiet || chunks.push(chunk));
        const end = () => finish(Buffer.concat(chunks).toString('utf8'), session, done);
        stream.on('end', () => (behavior.latencyMilliseconds ? setTimeout(end, behavior.latencyMilliseconds) : end()));
    },
});

function finish(raw, session, done) {
    if (Math.random() < (behavior.busyShare ?? 0)) return done(failure(451, 'Busy, try again'));
    if (behavior.refuseData) return done(failure(behavior.refuseData.code, behavior.refuseData.text ?? 'Refused'));
    const { atData = 'accept' } = behavior;
    if (atData === 'hang') return;
    if (atData !== 'drop') report(raw, session);
    if (atData === 'accept') return done();
    drop(session);
}

function drop(session) {
    for (const connection of server.connections) if (connection.session === session) connection._socket.destroy();
}

function report(raw, session) {
    accepted++;
    if (options.quiet) return;
    print({
        event: 'mail',
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map(({ address }) => address).join(','),
        ...parseMail(raw),
        receivedAt: new Date().toISOString(),
        isSecure: session.secure,
        user: session.user?.split(' ')[0] ?? null,
        mechanism: session.user?.split(' ')[1] ?? null,
        size: session.envelope.mailFrom.args?.SIZE ? Number(session.envelope.mailFrom.args.SIZE) : null,
        neededUtf8: Boolean(session.envelope.mailFrom.args?.SMTPUTF8),
        mostConnections: connections.most,
        connectionsMade: connections.made,
        raw,
    });
}

function failure(code, text) {
    return Object.assign(new Error(text), { responseCode: code });
}

function print(line) {
    process.stdout.write(JSON.stringify(line) + '\n');
}

// Clients that vanish are part of the tests.
server.on('error', (error) => process.stderr.write(`${error.message}\n`));

createInterface({ input: process.stdin })
    .on('line', (line) => {
        if (line) behavior = JSON.parse(line);
        print({ event: 'done', accepted, open: connections.open });
    })
    .on('close', () => process.exit(0));

server.listen(options.port ?? 0, '127.0.0.1', () => print({ event: 'listening', port: server.server.address().port }));
