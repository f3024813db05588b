-- rspamd 3: asks Sekimori about each message of a client that has logged in, before rspamd's own checks.
--
-- Copy to /etc/rspamd/lua.local.d/sekimori.lua, or load it in /etc/rspamd/rspamd.local.lua by
--   dofile('/etc/rspamd/sekimori.lua')
-- and set the values below. rspamd's answer to Postfix (milter): reject, soft reject (4xx), quarantine (HOLD). The last one needs the
-- action in /etc/rspamd/local.d/actions.conf:
--   quarantine = { flags = ["no_threshold"]; }

local url = 'http://127.0.0.1:8080/v1/decisions'
-- An API key with the scope decisions:write. This file must be readable by rspamd alone.
local key_file = '/etc/rspamd/sekimori.key'
-- Longest wait in seconds; the service itself answers within one.
local timeout = 2.0
-- Without an answer: 'pass' or 'defer'.
local on_failure = 'pass'

local rspamd_http = require 'rspamd_http'
local rspamd_logger = require 'rspamd_logger'
local ucl = require 'ucl'

local key
do
  local file = io.open(key_file, 'r')
  if file then
    key = file:read('*l')
    file:close()
  else
    rspamd_logger.errx(rspamd_config, 'sekimori: %s cannot be read, so nothing is asked', key_file)
  end
end

local function addresses(list)
  local all = {}
  for _, one in ipairs(list or {}) do
    if one.addr and #one.addr > 0 then
      all[#all + 1] = one.addr
    end
  end
  return all
end

local function submission(task)
  local from = task:get_from('smtp')
  local recipients = addresses(task:get_recipients('smtp'))
  local ip = task:get_from_ip()
  local id = task:get_message_id()
  local event = {
    account = task:get_user(),
    client_address = ip and ip:is_valid() and ip:to_string() or nil,
    helo = task:get_helo(),
    sender = from and from[1] and from[1].addr or nil,
    recipients = #recipients > 0 and recipients or nil,
    recipient_count = #recipients,
    size = task:get_size(),
    queue_id = task:get_queue_id(),
  }
  -- rspamd makes one up for a message without it.
  if id and id:match('^[!-;=?-~]+$') and #id <= 250 and id ~= 'undef' then
    event.message_id = id
  end
  return event
end

local function failed(task, why)
  rspamd_logger.errx(task, 'sekimori: no answer: %s', why)
  if on_failure == 'defer' then
    task:set_pre_result('soft reject', 'Try again later', 'sekimori')
  end
end

local function obey(task, code, body)
  local parser = ucl.parser()
  local read, problem = parser:parse_text(body)
  local answer = read and parser:get_object()
  -- A request that could not be read gets another status, and a verdict for the client all the same.
  local verdict = type(answer) == 'table' and answer.verdict
  if code ~= 200 then
    rspamd_logger.errx(task, 'sekimori: HTTP %s: %s', code, type(answer) == 'table' and answer.detail or problem)
  end
  if verdict == 'reject' then
    task:set_pre_result('reject', answer.enhanced_code .. ' ' .. answer.plain, 'sekimori')
  elseif verdict == 'defer' then
    task:set_pre_result('soft reject', answer.enhanced_code .. ' ' .. answer.plain, 'sekimori')
  elseif verdict == 'quarantine' then
    local held = pcall(function()
      task:set_pre_result('quarantine', 'quarantined by Sekimori, reference ' .. tostring(answer.reference), 'sekimori')
    end)
    if not held then
      rspamd_logger.errx(task, 'sekimori: the action quarantine is not in local.d/actions.conf, so a message is deferred')
      task:set_pre_result('soft reject', '4.7.1 Your message is waiting to be checked', 'sekimori')
    end
  elseif verdict ~= 'accept' then
    failed(task, string.format('HTTP %s without a verdict', tostring(code)))
  end
end

rspamd_config:register_symbol({
  name = 'SEKIMORI',
  type = 'prefilter',
  priority = 10,
  callback = function(task)
    if not key or not task:get_user() then
      return
    end
    rspamd_http.request({
      task = task,
      url = url,
      timeout = timeout,
      mime_type = 'application/json',
      headers = { Authorization = 'Bearer ' .. key },
      body = ucl.to_format(submission(task), 'json-compact'),
      callback = function(problem, code, body)
        if problem then
          failed(task, problem)
        else
          obey(task, code, tostring(body or ''))
        end
      end,
    })
  end,
})
