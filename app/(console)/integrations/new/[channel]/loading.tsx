import { FormLoading } from "../../form-loading";

export default FormLoading;
