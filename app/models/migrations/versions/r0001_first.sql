-- Revision 0001: the first schema. Frozen: a later change is a later revision.

CREATE TABLE account (
    "key" VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    name_latin VARCHAR,
    name_kana VARCHAR,
    address TEXT NOT NULL,
    city VARCHAR,
    country VARCHAR(2),
    language VARCHAR,
    currency VARCHAR(3),
    territory VARCHAR,
    tier VARCHAR(1),
    parent_id VARCHAR(26),
    terms VARCHAR,
    credit_limit INTEGER,
    limit_currency VARCHAR(3),
    risk_class VARCHAR,
    sales_rep VARCHAR,
    collector VARCHAR,
    time_zone VARCHAR,
    portal VARCHAR,
    tax_id VARCHAR,
    phone VARCHAR,
    email VARCHAR,
    debtor_type VARCHAR NOT NULL,
    state VARCHAR(24) NOT NULL,
    hold_orders BOOLEAN NOT NULL,
    do_not_dun BOOLEAN NOT NULL,
    letter_locale VARCHAR,
    vanished BOOLEAN NOT NULL,
    facts_from VARCHAR,
    run_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_key UNIQUE ("key"),
    CONSTRAINT fk_account_parent_id FOREIGN KEY(parent_id) REFERENCES account (id),
    CONSTRAINT ck_account_accountstate CHECK (state = 'active' OR state = 'with_legal' OR state = 'with_agency' OR state = 'insolvent' OR state = 'uncollectible')
);

CREATE INDEX ix_account_country ON account (country);

CREATE INDEX ix_account_parent_id ON account (parent_id);

CREATE TABLE audit_event (
    seq INTEGER NOT NULL,
    id VARCHAR(26) NOT NULL,
    at VARCHAR(27) NOT NULL,
    actor VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    facts TEXT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    CONSTRAINT pk_audit_event PRIMARY KEY (seq),
    CONSTRAINT uq_audit_event_id UNIQUE (id)
);

CREATE INDEX ix_audit_event_entity_id ON audit_event (entity_id);

CREATE TABLE audit_head (
    id INTEGER NOT NULL,
    count INTEGER NOT NULL,
    hash VARCHAR(64) NOT NULL,
    seal VARCHAR(64) NOT NULL,
    CONSTRAINT pk_audit_head PRIMARY KEY (id)
);

CREATE TABLE company (
    country VARCHAR(2) NOT NULL,
    base_currency VARCHAR(3) NOT NULL,
    time_zone VARCHAR NOT NULL,
    phone VARCHAR,
    email VARCHAR,
    logo BLOB,
    logo_name VARCHAR,
    tax_ids TEXT NOT NULL,
    names TEXT NOT NULL,
    addresses TEXT NOT NULL,
    signatories TEXT NOT NULL,
    banks TEXT NOT NULL,
    consequences TEXT NOT NULL,
    targets TEXT NOT NULL,
    changed_at VARCHAR(27) NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_company PRIMARY KEY (id)
);

CREATE TABLE exchange_rate (
    currency VARCHAR(3) NOT NULL,
    base VARCHAR(3) NOT NULL,
    rate VARCHAR NOT NULL,
    day DATE NOT NULL,
    source VARCHAR NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_exchange_rate PRIMARY KEY (id),
    CONSTRAINT uq_exchange_rate_currency_base_day_source UNIQUE (currency, base, day, source)
);

CREATE TABLE letter_run (
    day DATE NOT NULL,
    data_date DATE,
    created_at VARCHAR(27) NOT NULL,
    rehearsal BOOLEAN NOT NULL,
    closed BOOLEAN NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_letter_run PRIMARY KEY (id)
);

CREATE INDEX ix_letter_run_day ON letter_run (day);

CREATE TABLE setting (
    "key" VARCHAR NOT NULL,
    value TEXT NOT NULL,
    since DATE NOT NULL,
    changed_at VARCHAR(27) NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY ("key")
);

CREATE TABLE sync_run (
    batch_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    at VARCHAR(27) NOT NULL,
    file VARCHAR NOT NULL,
    folder VARCHAR,
    sha256 VARCHAR(64) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    layout VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    as_of DATE,
    coverage DATE,
    state VARCHAR(24) NOT NULL,
    report TEXT NOT NULL,
    options TEXT NOT NULL,
    undone_at VARCHAR(27),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_sync_run PRIMARY KEY (id),
    CONSTRAINT ck_sync_run_synckind CHECK (kind = 'open-items' OR kind = 'closed-items' OR kind = 'customers' OR kind = 'receipts' OR kind = 'cases' OR kind = 'orders-on-hold' OR kind = 'portal-status' OR kind = 'po-balances' OR kind = 'sales' OR kind = 'trial-balance' OR kind = 'rates'),
    CONSTRAINT ck_sync_run_syncstate CHECK (state = 'applied' OR state = 'unchanged' OR state = 'undone')
);

CREATE INDEX ix_sync_run_batch_id ON sync_run (batch_id);

CREATE INDEX ix_sync_run_sha256 ON sync_run (sha256);

CREATE TABLE contact (
    account_id VARCHAR(26) NOT NULL,
    name VARCHAR NOT NULL,
    family VARCHAR,
    given VARCHAR,
    title_pref VARCHAR,
    department VARCHAR,
    role VARCHAR,
    job_title VARCHAR,
    language VARCHAR,
    email VARCHAR,
    phone VARCHAR,
    mobile VARCHAR,
    preferred_channel VARCHAR,
    do_not_call BOOLEAN NOT NULL,
    closed_channels TEXT NOT NULL,
    corrected BOOLEAN NOT NULL,
    file_values TEXT,
    source VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    run_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT fk_contact_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_contact_account_id ON contact (account_id);

CREATE TABLE held_order (
    number VARCHAR NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER NOT NULL,
    hold_since DATE,
    reason VARCHAR,
    account VARCHAR,
    source VARCHAR NOT NULL,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    first_run_id VARCHAR(26) NOT NULL,
    last_run_id VARCHAR(26) NOT NULL,
    gone_on DATE,
    account_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_held_order PRIMARY KEY (id),
    CONSTRAINT fk_held_order_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_held_order_account_id ON held_order (account_id);

CREATE INDEX ix_held_order_first_run_id ON held_order (first_run_id);

CREATE INDEX ix_held_order_source ON held_order (source);

CREATE TABLE item (
    account_id VARCHAR(26) NOT NULL,
    source VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    kind VARCHAR(24) NOT NULL,
    document_date DATE,
    due_date DATE,
    due_from VARCHAR,
    currency VARCHAR(3) NOT NULL,
    original INTEGER NOT NULL,
    open INTEGER NOT NULL,
    terms VARCHAR,
    po VARCHAR,
    order_number VARCHAR,
    sales_rep VARCHAR,
    portal_status VARCHAR,
    erp_disputed BOOLEAN NOT NULL,
    dispute_reason VARCHAR,
    expected_on DATE,
    text VARCHAR,
    status VARCHAR(24) NOT NULL,
    stage INTEGER,
    stage_on DATE,
    stage_from VARCHAR,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    first_run_id VARCHAR(26) NOT NULL,
    last_run_id VARCHAR(26) NOT NULL,
    closed_on DATE,
    closed_why TEXT,
    clearing VARCHAR,
    days_late INTEGER,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_item PRIMARY KEY (id),
    CONSTRAINT uq_item_account_id_number_currency_kind_source_line UNIQUE (account_id, number, currency, kind, source, line),
    CONSTRAINT fk_item_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT ck_item_itemkind CHECK (kind = 'invoice' OR kind = 'debit_memo' OR kind = 'credit_memo' OR kind = 'unapplied_receipt' OR kind = 'on_account' OR kind = 'finance_charge'),
    CONSTRAINT ck_item_itemstatus CHECK (status = 'open' OR status = 'part_paid' OR status = 'reopened' OR status = 'paid' OR status = 'credited' OR status = 'closed_no_cash_data' OR status = 'vanished')
);

CREATE INDEX ix_item_disputed ON item (account_id) WHERE erp_disputed = 1;

CREATE INDEX ix_item_number ON item (number);

CREATE INDEX ix_item_open ON item (account_id, currency, status, open, due_date, document_date, stage) WHERE status IN ('open', 'part_paid', 'reopened');

CREATE TABLE letter_held (
    run_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER NOT NULL,
    items TEXT NOT NULL,
    stage INTEGER,
    code VARCHAR NOT NULL,
    why TEXT NOT NULL,
    until DATE,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_letter_held PRIMARY KEY (id),
    CONSTRAINT fk_letter_held_run_id FOREIGN KEY(run_id) REFERENCES letter_run (id),
    CONSTRAINT fk_letter_held_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_letter_held_account_id ON letter_held (account_id);

CREATE INDEX ix_letter_held_run_id ON letter_held (run_id);

CREATE TABLE po_balance (
    number VARCHAR NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER,
    billed INTEGER,
    remaining INTEGER NOT NULL,
    end_date DATE,
    account VARCHAR,
    source VARCHAR NOT NULL,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    first_run_id VARCHAR(26) NOT NULL,
    last_run_id VARCHAR(26) NOT NULL,
    gone_on DATE,
    account_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_po_balance PRIMARY KEY (id),
    CONSTRAINT fk_po_balance_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_po_balance_account_id ON po_balance (account_id);

CREATE INDEX ix_po_balance_first_run_id ON po_balance (first_run_id);

CREATE INDEX ix_po_balance_source ON po_balance (source);

CREATE TABLE portal_entry (
    portal VARCHAR,
    number VARCHAR NOT NULL,
    invoice_key VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    submitted_on DATE,
    rejection_reason VARCHAR,
    account VARCHAR,
    source VARCHAR NOT NULL,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    first_run_id VARCHAR(26) NOT NULL,
    last_run_id VARCHAR(26) NOT NULL,
    gone_on DATE,
    account_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_portal_entry PRIMARY KEY (id),
    CONSTRAINT fk_portal_entry_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_portal_entry_account_id ON portal_entry (account_id);

CREATE INDEX ix_portal_entry_first_run_id ON portal_entry (first_run_id);

CREATE INDEX ix_portal_entry_invoice_key ON portal_entry (invoice_key);

CREATE INDEX ix_portal_entry_source ON portal_entry (source);

CREATE TABLE receipt (
    account_id VARCHAR(26),
    source VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    line INTEGER NOT NULL,
    value_date DATE,
    receipt_date DATE,
    method VARCHAR,
    is_cash BOOLEAN NOT NULL,
    payer VARCHAR,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER NOT NULL,
    applied INTEGER NOT NULL,
    unapplied INTEGER NOT NULL,
    remittance VARCHAR,
    invoices TEXT NOT NULL,
    reversed_on DATE,
    first_seen DATE NOT NULL,
    run_id VARCHAR(26) NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (id),
    CONSTRAINT uq_receipt_source_number_account_id_value_date_amount_currency_line UNIQUE (source, number, account_id, value_date, amount, currency, line),
    CONSTRAINT fk_receipt_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_receipt_account_id ON receipt (account_id);

CREATE INDEX ix_receipt_run_id ON receipt (run_id);

CREATE TABLE sales_month (
    month DATE NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER NOT NULL,
    with_tax BOOLEAN NOT NULL,
    account VARCHAR,
    source VARCHAR NOT NULL,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    first_run_id VARCHAR(26) NOT NULL,
    last_run_id VARCHAR(26) NOT NULL,
    gone_on DATE,
    account_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_sales_month PRIMARY KEY (id),
    CONSTRAINT fk_sales_month_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_sales_month_account_id ON sales_month (account_id);

CREATE INDEX ix_sales_month_first_run_id ON sales_month (first_run_id);

CREATE INDEX ix_sales_month_source ON sales_month (source);

CREATE TABLE snapshot (
    batch_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    as_of DATE NOT NULL,
    due TEXT NOT NULL,
    document TEXT NOT NULL,
    credits TEXT DEFAULT '{}' NOT NULL,
    total INTEGER NOT NULL,
    CONSTRAINT pk_snapshot PRIMARY KEY (batch_id, account_id, currency),
    CONSTRAINT fk_snapshot_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_snapshot_as_of ON snapshot (as_of);

CREATE TABLE sync_change (
    run_id VARCHAR(26) NOT NULL,
    entity VARCHAR NOT NULL,
    entity_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26),
    action VARCHAR NOT NULL,
    "before" TEXT,
    "after" TEXT,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_sync_change PRIMARY KEY (id),
    CONSTRAINT fk_sync_change_run_id FOREIGN KEY(run_id) REFERENCES sync_run (id)
);

CREATE INDEX ix_sync_change_entity_id ON sync_change (entity_id);

CREATE INDEX ix_sync_change_run_id ON sync_change (run_id);

CREATE TABLE trial_balance (
    company VARCHAR,
    gl_account VARCHAR NOT NULL,
    name VARCHAR,
    currency VARCHAR(3) NOT NULL,
    balance INTEGER NOT NULL,
    day DATE NOT NULL,
    receivables BOOLEAN NOT NULL,
    account VARCHAR,
    source VARCHAR NOT NULL,
    first_seen DATE NOT NULL,
    last_seen DATE NOT NULL,
    first_run_id VARCHAR(26) NOT NULL,
    last_run_id VARCHAR(26) NOT NULL,
    gone_on DATE,
    account_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_trial_balance PRIMARY KEY (id),
    CONSTRAINT fk_trial_balance_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_trial_balance_account_id ON trial_balance (account_id);

CREATE INDEX ix_trial_balance_first_run_id ON trial_balance (first_run_id);

CREATE INDEX ix_trial_balance_source ON trial_balance (source);

CREATE TABLE worklist_row (
    account_id VARCHAR(26) NOT NULL,
    number VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    country VARCHAR(2) NOT NULL,
    zone VARCHAR NOT NULL,
    day DATE NOT NULL,
    score INTEGER NOT NULL,
    collectable_base INTEGER NOT NULL,
    callback_at VARCHAR(27),
    retry_at VARCHAR(27),
    other_work BOOLEAN NOT NULL,
    currency VARCHAR(3) NOT NULL,
    overdue INTEGER NOT NULL,
    buckets TEXT NOT NULL,
    reasons TEXT NOT NULL,
    held_code VARCHAR,
    held TEXT,
    pinned BOOLEAN NOT NULL,
    CONSTRAINT pk_worklist_row PRIMARY KEY (account_id),
    CONSTRAINT fk_worklist_row_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_worklist_row_day ON worklist_row (day);

CREATE INDEX ix_worklist_row_order ON worklist_row (held_code, pinned, score, collectable_base);

CREATE INDEX ix_worklist_row_place ON worklist_row (held_code, country, zone, other_work, callback_at, retry_at);

CREATE INDEX ix_worklist_row_timed ON worklist_row (callback_at, retry_at) WHERE callback_at IS NOT NULL OR retry_at IS NOT NULL;

CREATE TABLE activity (
    at VARCHAR(27) NOT NULL,
    zone VARCHAR NOT NULL,
    seconds INTEGER NOT NULL,
    channel VARCHAR(24) NOT NULL,
    direction VARCHAR(24) NOT NULL,
    contact_id VARCHAR(26),
    contact_name VARCHAR,
    outcome VARCHAR(24) NOT NULL,
    also TEXT NOT NULL,
    reason VARCHAR,
    note VARCHAR,
    next_code VARCHAR,
    next_date DATE,
    next_time VARCHAR(5),
    revision INTEGER NOT NULL,
    replaces_id VARCHAR(26),
    superseded BOOLEAN NOT NULL,
    logged_at VARCHAR(27) NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_activity PRIMARY KEY (id),
    CONSTRAINT ck_activity_channel CHECK (channel = 'call_out' OR channel = 'call_in' OR channel = 'email_out' OR channel = 'email_in' OR channel = 'chat' OR channel = 'portal' OR channel = 'letter' OR channel = 'visit' OR channel = 'video' OR channel = 'note'),
    CONSTRAINT ck_activity_direction CHECK (direction = 'out' OR direction = 'in'),
    CONSTRAINT fk_activity_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
    CONSTRAINT ck_activity_outcome CHECK (outcome = 'NA' OR outcome = 'BUSY' OR outcome = 'VM' OR outcome = 'GATE' OR outcome = 'WRONG' OR outcome = 'CB' OR outcome = 'PTP' OR outcome = 'PLAN' OR outcome = 'PAID' OR outcome = 'PIPE' OR outcome = 'NOINV' OR outcome = 'NOPO' OR outcome = 'PORTAL' OR outcome = 'DISP' OR outcome = 'INFO' OR outcome = 'OURCR' OR outcome = 'REFUSE' OR outcome = 'INSOLV' OR outcome = 'ESC' OR outcome = 'DNC' OR outcome = 'EMAIL' OR outcome = 'LETTER' OR outcome = 'MEET' OR outcome = 'REPLY'),
    CONSTRAINT fk_activity_replaces_id FOREIGN KEY(replaces_id) REFERENCES activity (id)
);

CREATE INDEX ix_activity_at ON activity (at);

CREATE TABLE letter (
    run_id VARCHAR(26),
    account_id VARCHAR(26) NOT NULL,
    number VARCHAR,
    kind VARCHAR NOT NULL,
    stage INTEGER,
    locale VARCHAR NOT NULL,
    contact_id VARCHAR(26),
    contact_name VARCHAR,
    date DATE NOT NULL,
    due_by DATE,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER NOT NULL,
    title VARCHAR,
    status VARCHAR(24) NOT NULL,
    ticked BOOLEAN NOT NULL,
    chosen VARCHAR NOT NULL,
    changed TEXT NOT NULL,
    facts TEXT NOT NULL,
    approved_by VARCHAR,
    approved_at VARCHAR(27),
    produced_at VARCHAR(27),
    refused TEXT,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_letter PRIMARY KEY (id),
    CONSTRAINT fk_letter_run_id FOREIGN KEY(run_id) REFERENCES letter_run (id),
    CONSTRAINT fk_letter_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT fk_letter_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
    CONSTRAINT ck_letter_letterstatus CHECK (status = 'draft' OR status = 'approved' OR status = 'produced' OR status = 'sent' OR status = 'delivered' OR status = 'bounced' OR status = 'returned' OR status = 'ignored' OR status = 'cancelled')
);

CREATE INDEX ix_letter_account_id ON letter (account_id);

CREATE INDEX ix_letter_run_id ON letter (run_id);

CREATE TABLE receipt_application (
    receipt_id VARCHAR(26) NOT NULL,
    item_id VARCHAR(26),
    item_number VARCHAR NOT NULL,
    amount INTEGER NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_receipt_application PRIMARY KEY (id),
    CONSTRAINT fk_receipt_application_receipt_id FOREIGN KEY(receipt_id) REFERENCES receipt (id),
    CONSTRAINT fk_receipt_application_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_receipt_application_item_id ON receipt_application (item_id);

CREATE INDEX ix_receipt_application_receipt_id ON receipt_application (receipt_id);

CREATE TABLE activity_account (
    activity_id VARCHAR(26) NOT NULL,
    account_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_activity_account PRIMARY KEY (activity_id, account_id),
    CONSTRAINT fk_activity_account_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
    CONSTRAINT fk_activity_account_account_id FOREIGN KEY(account_id) REFERENCES account (id)
);

CREATE INDEX ix_activity_account_account_id ON activity_account (account_id);

CREATE TABLE activity_item (
    activity_id VARCHAR(26) NOT NULL,
    item_id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_activity_item PRIMARY KEY (activity_id, item_id),
    CONSTRAINT fk_activity_item_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
    CONSTRAINT fk_activity_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_activity_item_item_id ON activity_item (item_id);

CREATE TABLE dispute (
    account_id VARCHAR(26) NOT NULL,
    source VARCHAR NOT NULL,
    external_number VARCHAR,
    subject VARCHAR,
    reason VARCHAR,
    status VARCHAR(24) NOT NULL,
    erp_status VARCHAR,
    owner VARCHAR,
    opened_on DATE NOT NULL,
    closed_on DATE,
    currency VARCHAR(3),
    amount INTEGER,
    note VARCHAR,
    activity_id VARCHAR(26),
    run_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_dispute PRIMARY KEY (id),
    CONSTRAINT uq_dispute_source_external_number UNIQUE (source, external_number),
    CONSTRAINT fk_dispute_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT ck_dispute_disputestatus CHECK (status = 'new' OR status = 'under_review' OR status = 'waiting_internal' OR status = 'waiting_customer' OR status = 'valid' OR status = 'partly_valid' OR status = 'invalid' OR status = 'closed' OR status = 'withdrawn' OR status = 'void'),
    CONSTRAINT fk_dispute_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id)
);

CREATE INDEX ix_dispute_account_id ON dispute (account_id);

CREATE TABLE letter_file (
    letter_id VARCHAR(26) NOT NULL,
    path VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    sha256 VARCHAR(64) NOT NULL,
    written_at VARCHAR(27) NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_letter_file PRIMARY KEY (id),
    CONSTRAINT fk_letter_file_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
);

CREATE INDEX ix_letter_file_letter_id ON letter_file (letter_id);

CREATE TABLE letter_item (
    letter_id VARCHAR(26) NOT NULL,
    item_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    number VARCHAR NOT NULL,
    document_date DATE,
    due_date DATE,
    days_overdue INTEGER,
    amount INTEGER NOT NULL,
    part VARCHAR NOT NULL,
    stage_before INTEGER,
    stage_after INTEGER,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_letter_item PRIMARY KEY (id),
    CONSTRAINT fk_letter_item_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
    CONSTRAINT fk_letter_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_letter_item_item_id ON letter_item (item_id);

CREATE INDEX ix_letter_item_letter_id ON letter_item (letter_id);

CREATE TABLE pause (
    account_id VARCHAR(26) NOT NULL,
    item_id VARCHAR(26),
    kind VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    until DATE NOT NULL,
    created_at VARCHAR(27) NOT NULL,
    ended_at VARCHAR(27),
    activity_id VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_pause PRIMARY KEY (id),
    CONSTRAINT fk_pause_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT fk_pause_item_id FOREIGN KEY(item_id) REFERENCES item (id),
    CONSTRAINT fk_pause_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id)
);

CREATE INDEX ix_pause_account_id ON pause (account_id);

CREATE TABLE promise (
    account_id VARCHAR(26) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount INTEGER NOT NULL,
    made_on DATE NOT NULL,
    made_at VARCHAR(27) NOT NULL,
    activity_id VARCHAR(26),
    after_run_id VARCHAR(26),
    contact_id VARCHAR(26),
    contact_name VARCHAR,
    channel VARCHAR,
    kind VARCHAR NOT NULL,
    level INTEGER NOT NULL,
    replaces_id VARCHAR(26),
    assurance BOOLEAN NOT NULL,
    status VARCHAR(24) NOT NULL,
    received INTEGER NOT NULL,
    why TEXT,
    reason VARCHAR,
    spoken_of BOOLEAN NOT NULL,
    confirmed_on DATE,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_promise PRIMARY KEY (id),
    CONSTRAINT fk_promise_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT fk_promise_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
    CONSTRAINT fk_promise_contact_id FOREIGN KEY(contact_id) REFERENCES contact (id),
    CONSTRAINT fk_promise_replaces_id FOREIGN KEY(replaces_id) REFERENCES promise (id),
    CONSTRAINT ck_promise_promisestatus CHECK (status = 'open' OR status = 'awaiting_data' OR status = 'kept' OR status = 'partly_kept' OR status = 'broken' OR status = 'kept_late' OR status = 'overtaken' OR status = 'rescheduled' OR status = 'withdrawn' OR status = 'void')
);

CREATE INDEX ix_promise_account_id ON promise (account_id);

CREATE INDEX ix_promise_activity_id ON promise (activity_id);

CREATE TABLE dispute_item (
    dispute_id VARCHAR(26) NOT NULL,
    item_id VARCHAR(26) NOT NULL,
    amount INTEGER,
    CONSTRAINT pk_dispute_item PRIMARY KEY (dispute_id, item_id),
    CONSTRAINT fk_dispute_item_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
    CONSTRAINT fk_dispute_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_dispute_item_item_id ON dispute_item (item_id);

CREATE TABLE instalment (
    promise_id VARCHAR(26) NOT NULL,
    position INTEGER NOT NULL,
    due DATE NOT NULL,
    window_end DATE NOT NULL,
    amount INTEGER NOT NULL,
    received INTEGER NOT NULL,
    received_late INTEGER NOT NULL,
    due_under INTEGER,
    status VARCHAR(24) NOT NULL,
    why TEXT,
    money TEXT NOT NULL,
    provisional BOOLEAN NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_instalment PRIMARY KEY (id),
    CONSTRAINT fk_instalment_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
    CONSTRAINT ck_instalment_promisestatus CHECK (status = 'open' OR status = 'awaiting_data' OR status = 'kept' OR status = 'partly_kept' OR status = 'broken' OR status = 'kept_late' OR status = 'overtaken' OR status = 'rescheduled' OR status = 'withdrawn' OR status = 'void')
);

CREATE INDEX ix_instalment_due ON instalment (due);

CREATE INDEX ix_instalment_promise_id ON instalment (promise_id);

CREATE TABLE promise_item (
    promise_id VARCHAR(26) NOT NULL,
    item_id VARCHAR(26) NOT NULL,
    open_when_made INTEGER NOT NULL,
    overdue_when_made BOOLEAN NOT NULL,
    released BOOLEAN NOT NULL,
    CONSTRAINT pk_promise_item PRIMARY KEY (promise_id, item_id),
    CONSTRAINT fk_promise_item_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
    CONSTRAINT fk_promise_item_item_id FOREIGN KEY(item_id) REFERENCES item (id)
);

CREATE INDEX ix_promise_item_item_id ON promise_item (item_id);

CREATE TABLE task (
    account_id VARCHAR(26) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    code VARCHAR,
    what VARCHAR NOT NULL,
    due DATE NOT NULL,
    time VARCHAR(5),
    zone VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    waiting_for VARCHAR(24) NOT NULL,
    status VARCHAR(24) NOT NULL,
    items TEXT NOT NULL,
    promise_id VARCHAR(26),
    opened_by VARCHAR NOT NULL,
    opened_ref VARCHAR(26),
    opened_at VARCHAR(27) NOT NULL,
    done_at VARCHAR(27),
    done_ref VARCHAR(26),
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_task PRIMARY KEY (id),
    CONSTRAINT fk_task_account_id FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT ck_task_taskkind CHECK (kind = 'call' OR kind = 'email' OR kind = 'letter' OR kind = 'check_promise' OR kind = 'send_copies' OR kind = 'send_statement' OR kind = 'answer_mail' OR kind = 'fix_contact' OR kind = 'find_payment' OR kind = 'chase_credit' OR kind = 'chase_po' OR kind = 'submit_portal' OR kind = 'ask_sales' OR kind = 'visit' OR kind = 'other'),
    CONSTRAINT ck_task_waitingfor CHECK (waiting_for = 'us' OR waiting_for = 'customer' OR waiting_for = 'third_party'),
    CONSTRAINT ck_task_taskstatus CHECK (status = 'open' OR status = 'waiting' OR status = 'done' OR status = 'dropped'),
    CONSTRAINT fk_task_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id)
);

CREATE INDEX ix_task_account_id ON task (account_id);

CREATE INDEX ix_task_promise_id ON task (promise_id);

CREATE TABLE judgement (
    promise_id VARCHAR(26) NOT NULL,
    instalment_id VARCHAR(26) NOT NULL,
    run_id VARCHAR(26),
    at VARCHAR(27) NOT NULL,
    cash_date DATE,
    "before" VARCHAR NOT NULL,
    "after" VARCHAR NOT NULL,
    due_under INTEGER NOT NULL,
    received INTEGER NOT NULL,
    received_late INTEGER NOT NULL,
    why TEXT,
    money TEXT NOT NULL,
    provisional BOOLEAN NOT NULL,
    id VARCHAR(26) NOT NULL,
    CONSTRAINT pk_judgement PRIMARY KEY (id),
    CONSTRAINT fk_judgement_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
    CONSTRAINT fk_judgement_instalment_id FOREIGN KEY(instalment_id) REFERENCES instalment (id)
);

CREATE INDEX ix_judgement_at ON judgement (at);

CREATE INDEX ix_judgement_promise_id ON judgement (promise_id);

-- Trigram index: kind is account or item, ref the record's id. It keeps which records have a trigram, not where in the
-- text it stands (detail) nor how long the text is (columnsize): the reader looks at the text itself.
CREATE VIRTUAL TABLE search USING fts5(text, kind UNINDEXED, ref UNINDEXED, detail=none, columnsize=0, tokenize='trigram remove_diacritics 1');
