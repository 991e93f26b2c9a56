-- nvim --headless --clean -n -c 'luafile neovim.lua' FILE: diagnostics, the hover and the fix of a finding. 0.7 has no vim.lsp.start.
local file = vim.fn.expand('%:p')
local id = vim.lsp.start_client({
  name = 'relaylint',
  cmd = { vim.env.RELAYLINT_NODE, vim.env.RELAYLINT_CLI, 'lsp', '--stdio' },
  root_dir = vim.env.RELAYLINT_ROOT,
})
vim.lsp.buf_attach_client(0, id)
local out = { codes = {}, messages = {}, ranges = {}, hover = '', after = -1, fixed = '' }
vim.wait(15000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, d in ipairs(vim.diagnostic.get(0)) do
  table.insert(out.codes, d.code)
  table.insert(out.messages, d.message)
  table.insert(out.ranges, { d.lnum, d.col, d.end_lnum, d.end_col })
end
local d = vim.diagnostic.get(0)[1]
if d then
  vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col + 4 })
  local hover = vim.lsp.buf_request_sync(0, 'textDocument/hover', vim.lsp.util.make_position_params(), 5000)
  out.hover = hover[id].result.contents.value
  local params = vim.lsp.util.make_range_params()
  params.range = { start = { line = d.lnum, character = d.col }, ['end'] = { line = d.end_lnum, character = d.end_col } }
  params.context = { diagnostics = {} }
  local answer = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 5000)
  for _, action in ipairs(answer[id].result) do
    if action.isPreferred then
      vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(id).offset_encoding)
      break
    end
  end
  vim.wait(5000, function() return #vim.diagnostic.get(0) == 0 end, 20)
  out.after = #vim.diagnostic.get(0)
  out.fixed = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '|')
end
vim.lsp.stop_client(id)
vim.wait(2000, function() return vim.lsp.client_is_stopped(id) end, 20)
io.stdout:write(vim.json and vim.json.encode(out) or vim.fn.json_encode(out))
vim.cmd('qa!')
