/** The command's name for a user error of its own. */
export { UserError as Refusal } from "../../problems/user-error";
