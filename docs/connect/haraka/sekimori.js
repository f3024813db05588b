'use strict'
// Haraka 3: asks Sekimori about each message of a client that has logged in, and reports what became of it: over HTTP, or to a Kafka topic
// that a follower reads (sekimori.ini, [kafka]).
//
// Copy to plugins/sekimori.js, sekimori.ini to config/, and list 'sekimori' in config/plugins behind all other plugins that look at
// a message (data_post) and before those that queue. For the verdict quarantine list 'queue/quarantine' before the queue plugins.
//
// Plugins run in a sandbox without most globals, and Haraka goes on without a plugin whose hook throws: mail would pass unseen. So
// every way through a hook ends in next().

const http = require('node:http')
const https = require('node:https')
const { URL } = require('node:url')

const MOST = 64 * 1024
const MESSAGE_ID = /^<[!-;=?-~]{1,250}>$/

// Reports that wait while Kafka is away, some 10 MB; the oldest are given up first.
const MOST_WAITING = 20000
const BATCH = 500
const MOST_NAMED = 200
const PAUSE = 1000

exports.register = function () {
    this.load()
    if (this.kafka) this.topic = topic(this)
    this.register_hook('data_post', 'ask')
    this.register_hook('queue_ok', 'queued')
    this.register_hook('deny', 'denied')
    this.register_hook('deferred', 'delayed')
    this.register_hook('bounce', 'bounced')
}

exports.load = function () {
    const ini = this.config.get('sekimori.ini', () => this.load())
    this.cfg = ini.main
    this.kafka = ini.kafka?.topic ? ini.kafka : undefined
    // Reports alone make advice of decisions: the message is queued by then.
    this.asks = String(ini.main.ask ?? true) !== 'false'
    // Without that plugin a note holds nothing back, and the message would go out.
    this.holds = this.config.get('plugins', 'list').includes('queue/quarantine')
}

// A getter since 3.3, a method before.
function text(address) {
    if (!address) return ''
    return String((typeof address.address === 'function' ? address.address() : address.address) ?? '')
}

function server(plugin) {
    return plugin.cfg.server || plugin.config.get('me') || ''
}

// A topic to which reports are sent in their order, with kafkajs. Nothing waits for it: mail passes while Kafka is away.
function topic(plugin) {
    const { Kafka, Partitioners, logLevel } = require('kafkajs')
    const { brokers, ssl, mechanism, username, password, topic } = plugin.kafka
    const producer = new Kafka({
        clientId: 'haraka-sekimori',
        brokers: String(brokers || '127.0.0.1:9092').split(',').map((broker) => broker.trim()),
        ssl: String(ssl) === 'true',
        sasl: username ? { mechanism: mechanism || 'scram-sha-512', username: String(username), password: String(password) } : undefined,
        logLevel: logLevel.NOTHING,
        retry: { retries: 2 },
    }).producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false })
    const waiting = []
    let given_up = 0
    let away = false
    let sending = false
    let stopped = false

    async function send() {
        if (sending) return
        sending = true
        while (waiting.length) {
            const messages = waiting.slice(0, BATCH)
            try {
                await producer.connect()
                await producer.send({ topic, acks: -1, messages: messages.map((one) => ({ key: one.key, value: one.value })) })
                if (away) plugin.lognotice(`Kafka takes reports again; ${given_up} were given up`)
                away = false
                given_up = 0
                // What was given up meanwhile is no longer in front.
                while (waiting.length && messages.includes(waiting[0])) waiting.shift()
            } catch (error) {
                if (!away) plugin.logerror(`Kafka takes no reports, which wait: ${error.message}`)
                away = true
                if (stopped) break
                await new Promise((done) => setTimeout(done, PAUSE))
            }
        }
        sending = false
    }

    return {
        // One partition for each message keeps its reports in order.
        put(event) {
            if (waiting.length >= MOST_WAITING) {
                waiting.shift()
                given_up++
            }
            waiting.push({ key: event.queue_id, value: JSON.stringify(event) })
            send()
        },
        async stop() {
            stopped = true
            await send()
            await producer.disconnect()
        },
    }
}

// Haraka calls it when it ends gracefully.
exports.shutdown = function () {
    this.topic?.stop().catch((error) => this.logerror(error.message))
}

// Calls done(error, status, body) once.
function post(plugin, path, event, done) {
    let over = false
    let timer
    const once = (...result) => {
        if (over) return
        over = true
        clearTimeout(timer)
        done(...result)
    }
    try {
        const url = new URL(path, plugin.cfg.url || 'http://127.0.0.1:8080')
        const body = Buffer.from(JSON.stringify(event))
        const request = (url.protocol === 'https:' ? https : http).request(
            url,
            {
                method: 'POST',
                headers: {
                    Authorization: `Bearer ${plugin.cfg.key}`,
                    'Content-Type': 'application/json',
                    'Content-Length': body.length,
                },
            },
            (response) => {
                let answer = ''
                response.setEncoding('utf8')
                response.on('data', (part) => {
                    answer += part
                    if (answer.length > MOST) request.destroy(new Error('the answer is too long'))
                })
                response.on('error', once)
                response.on('end', () => once(null, response.statusCode, answer))
            },
        )
        request.on('error', once)
        timer = setTimeout(() => {
            request.destroy()
            once(new Error('no answer in time'))
        }, Number(plugin.cfg.timeout) || 2000)
        request.end(body)
    } catch (error) {
        once(error)
    }
}

function submission(plugin, connection) {
    const t = connection.transaction
    const id = String(t.header.get('message-id') || '').trim()
    const event = {
        id: `haraka:${t.uuid}`,
        account: connection.notes.auth_user,
        server: server(plugin),
        client_address: connection.remote.ip,
        helo: connection.hello.host || undefined,
        sender: text(t.mail_from),
        recipients: t.rcpt_to.map(text).filter((recipient) => recipient),
        recipient_count: t.rcpt_to.length,
        size: t.data_bytes,
        queue_id: t.uuid,
        message_id: MESSAGE_ID.test(id) ? id : undefined,
    }
    if (connection.tls?.enabled) event.tls = String(connection.tls.cipher?.version || 'TLS').slice(0, 64)
    return event
}

exports.ask = function (next, connection) {
    const plugin = this
    let over = false
    const once = (...result) => {
        if (over) return
        over = true
        next(...result)
    }
    const failed = (why) => {
        plugin.logerror(`no answer about ${connection.transaction?.uuid}: ${why}`)
        if (plugin.cfg.on_failure === 'defer') return once(DENYSOFT, '4.7.1 Try again later')
        once()
    }
    try {
        if (!connection.transaction || !connection.notes.auth_user) return once()
        if (!plugin.asks) {
            const t = connection.transaction
            t.notes.sekimori = { account: connection.notes.auth_user, id: t.uuid }
            return once()
        }
        post(plugin, '/v1/decisions', submission(plugin, connection), (error, status, body) => {
            try {
                const t = connection.transaction
                if (!t) return once()
                if (error) return failed(error.message)
                const answer = JSON.parse(body)
                const codes = `${answer.enhanced_code} ${answer.plain}`
                t.notes.sekimori = { account: connection.notes.auth_user, id: t.uuid, verdict: answer.verdict }
                if (status !== 200) plugin.logerror(`HTTP ${status}: ${String(answer.detail).slice(0, 300)}`)
                switch (answer.verdict) {
                    case 'accept':
                        return once()
                    case 'quarantine':
                        if (!plugin.holds) {
                            plugin.logerror('queue/quarantine is not in config/plugins, so a message is deferred')
                            return once(DENYSOFT, '4.7.1 Your message is waiting to be checked')
                        }
                        t.notes.quarantine = 'sekimori'
                        t.notes.quarantine_action = [OK, 'Message queued']
                        return once()
                    case 'defer':
                        return once(DENYSOFT, codes)
                    case 'reject':
                        return once(DENY, codes)
                    default:
                        delete t.notes.sekimori
                        return failed(`HTTP ${status} without a verdict`)
                }
            } catch (problem) {
                failed(problem.message)
            }
        })
    } catch (problem) {
        failed(problem.message)
    }
}

function report(plugin, event) {
    const whole = { time: new Date().toISOString(), server: server(plugin), ...event }
    if (plugin.topic) return plugin.topic.put(whole)
    post(plugin, '/v1/events', whole, (error, status, body) => {
        if (error || status !== 202) {
            plugin.logerror(`${event.kind} of ${event.queue_id} was not reported: ${error ? error.message : body.slice(0, 300)}`)
        }
    })
}

// A follower cuts records of more than 256 KiB, and a client must not hide a message behind many long addresses. All are counted.
function bounded(event) {
    return { ...event, recipients: event.recipients.slice(0, MOST_NAMED) }
}

exports.queued = function (next, connection) {
    try {
        const asked = connection.transaction?.notes.sekimori
        if (asked) {
            report(this, {
                // All of it, for a service that was not asked.
                ...(this.topic ? bounded(submission(this, connection)) : {}),
                id: `haraka:${asked.id}:accepted`,
                kind: 'accepted',
                account: asked.account,
                queue_id: asked.id,
                recipient_count: connection.transaction.rcpt_to.length,
            })
        }
    } catch (problem) {
        this.logerror(problem.message)
    }
    next()
}

// Another plugin refuses a message that was accepted here: it uses no quota.
exports.denied = function (next, connection, params) {
    try {
        const asked = connection.transaction?.notes?.sekimori
        const [code, , name, , , hook] = params
        const passed = asked?.verdict === 'accept' || asked?.verdict === 'quarantine'
        if (passed && name !== this.name && ['data_post', 'queue', 'queue_outbound'].includes(hook)) {
            const soft = code === DENYSOFT || code === DENYSOFTDISCONNECT
            delete connection.transaction.notes.sekimori
            report(this, {
                id: `haraka:${asked.id}:rejected`,
                kind: 'rejected',
                before_queue: true,
                account: asked.account,
                queue_id: asked.id,
                status_code: soft ? '4.7.1' : '5.7.1',
            })
        }
    } catch (problem) {
        this.logerror(problem.message)
    }
    next()
}

// The first delay of a message counts; the code is the next server's word.
exports.delayed = function (next, hmail, params) {
    try {
        const asked = hmail?.todo?.notes?.sekimori
        if (asked && !asked.delayed && !(hmail.num_failures > 1)) {
            asked.delayed = true
            const status = /\b4\.\d{1,3}\.\d{1,3}\b/.exec(String(params?.err || ''))
            report(this, {
                id: `haraka:${asked.id}:deferred`,
                kind: 'deferred',
                account: asked.account,
                queue_id: asked.id,
                recipient_count: Math.max(1, (hmail.todo.rcpt_to || []).length),
                status_code: status ? status[0] : undefined,
            })
        }
    } catch (problem) {
        this.logerror(problem.message)
    }
    next()
}

// A queued message came back for good.
exports.bounced = function (next, hmail, error) {
    try {
        const asked = hmail?.todo?.notes?.sekimori
        if (asked) {
            const back = error?.bounced_rcpt?.length ? error.bounced_rcpt : hmail.todo.rcpt_to || []
            const status = String(back[0]?.dsn_status || '')
            report(this, {
                id: `haraka:${hmail.filename}:bounced`.slice(0, 200),
                kind: 'bounced',
                account: asked.account,
                queue_id: asked.id,
                recipient_count: Math.max(1, back.length),
                status_code: /^[45]\.\d{1,3}\.\d{1,3}$/.test(status) ? status : undefined,
            })
        }
    } catch (problem) {
        this.logerror(problem.message)
    }
    next()
}
