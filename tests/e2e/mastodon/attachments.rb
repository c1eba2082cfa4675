# Mastodon's calls to its store, made with the settings of the env file that is the first argument, as Rails' dotenv reads
# it: client and options as in config/initializers/paperclip.rb, calls as in kt-paperclip's lib/paperclip/storage/s3.rb,
# app/lib/attachment_batch.rb and lib/mastodon/cli/media.rb. Prints what each came to as JSON.
require "aws-sdk-s3"
require "dotenv"
require "json"
require "net/http"
require "tempfile"

Dotenv.load(ARGV.fetch(0))

def outcome
  yield
rescue Aws::S3::Errors::ServiceError => e
  e.code
end

endpoint = ENV.key?("S3_ENDPOINT") ? { endpoint: ENV["S3_ENDPOINT"], force_path_style: ENV["S3_OVERRIDE_PATH_STYLE"] != "true" } : {}
CLIENT = Aws::S3::Client.new(
  region: ENV.fetch("S3_REGION"),
  access_key_id: ENV.fetch("AWS_ACCESS_KEY_ID"),
  secret_access_key: ENV.fetch("AWS_SECRET_ACCESS_KEY"),
  http_open_timeout: ENV.fetch("S3_OPEN_TIMEOUT", "5").to_i,
  http_read_timeout: ENV.fetch("S3_READ_TIMEOUT", "5").to_i,
  retry_limit: ENV.fetch("S3_RETRY_LIMIT", "0").to_i,
  **endpoint
)
BUCKET = Aws::S3::Resource.new(client: CLIENT).bucket(ENV.fetch("S3_BUCKET"))

permission = ENV.fetch("S3_PERMISSION", "public-read")
UPLOAD = {
  content_type: "image/png",
  cache_control: "public, max-age=315576000, immutable",
  multipart_threshold: ENV.fetch("S3_MULTIPART_THRESHOLD", 15_728_640).to_i,
  **(permission.empty? ? {} : { acl: permission })
}.freeze

def upload(key, bytes)
  Tempfile.create("attachment") do |file|
    file.binmode
    file.write(bytes)
    file.flush
    outcome { BUCKET.object(key).upload_file(file.path, **UPLOAD) && "ok" }
  end
end

# What a browser gets.
def get(url)
  uri = URI(url)
  http = Net::HTTP.new(uri.host, uri.port)
  http.use_ssl = uri.scheme == "https"
  http.ca_file = ENV["AWS_CA_BUNDLE"]
  http.get(uri.request_uri)
end

def public_url(key)
  host = ENV["S3_ALIAS_HOST"] || "#{ENV.fetch('S3_HOSTNAME')}/#{ENV.fetch('S3_BUCKET')}"
  "#{ENV.fetch('S3_PROTOCOL')}://#{host}/#{key}"
end

avatar = "accounts/avatars/000/000/001/original/a.png"
video = "media_attachments/files/000/000/001/original/v.png"
export = "backups/dumps/000/000/001/original/e.png"
exported = BUCKET.object(export)

results = {
  "upload" => upload(avatar, "avatar"),
  "upload in parts" => upload(video, "v" * 16_777_216),
  "upload of an export" => upload(export, "export"),
  "read back" => outcome { BUCKET.object(avatar).get.body.read },
  "a key that is missing" => outcome { CLIENT.head_object(bucket: BUCKET.name, key: "accounts/missing") && "found" },
  "list" => outcome { BUCKET.objects(prefix: "accounts/").map(&:key) },
  "copy" => outcome { CLIENT.copy_object(bucket: BUCKET.name, copy_source: "#{BUCKET.name}/#{avatar}", key: "#{avatar}.copy") && "ok" }
}
# A media host is another server, which has no part here: its address is an outcome, and the object is read with a signed URL.
results["media host"] = public_url(avatar) if ENV.key?("S3_ALIAS_HOST")
shown = get(ENV.key?("S3_ALIAS_HOST") ? BUCKET.object(avatar).presigned_url(:get, expires_in: 3600) : public_url(avatar))
results["browser"] = { "status" => shown.code.to_i, "type" => shown["content-type"], "cache" => shown["cache-control"], "body" => shown.body }
results["browser, an export"] = get(ENV.key?("S3_ALIAS_HOST") ? exported.public_url : public_url(export)).code.to_i
results["browser, an export with its URL"] = get(exported.presigned_url(:get, expires_in: 3600)).code.to_i
results["abort"] = outcome do
  begun = CLIENT.create_multipart_upload(bucket: BUCKET.name, key: "#{video}.part", **UPLOAD.reject { |name| name == :multipart_threshold })
  CLIENT.abort_multipart_upload(bucket: BUCKET.name, key: "#{video}.part", upload_id: begun.upload_id) && "ok"
end
results["delete in a batch"] = outcome do
  answer = CLIENT.delete_objects(bucket: BUCKET.name, delete: { objects: [{ key: "#{avatar}.copy" }, { key: video }] })
  answer.errors.empty? ? "ok" : answer.errors.map(&:code).uniq.join
end
results["delete"] = [avatar, export].map { |key| outcome { CLIENT.delete_object(bucket: BUCKET.name, key: key) && "ok" } }.uniq.join

puts JSON.generate(results)
